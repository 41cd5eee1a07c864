/**
 * The public face of the engine: everything the server, the browser and the command line may use.
 * Everything here is pure: same arguments, same result, no clock, no network, no storage.
 */
export type * from "./definition.ts";
export type * from "./interview-state.ts";
export type * from "./step.ts";
