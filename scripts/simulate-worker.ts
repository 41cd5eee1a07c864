/** One field of `fieldline simulate` on a processor of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { simulateHouse } from "../server/interviews/simulate-house.ts";
import { simulationDeps } from "../server/simulation-deps.ts";

export type SimulatedShare = Omit<Parameters<typeof simulateHouse>[0], "deps">;

parentPort?.postMessage(await simulateHouse({ ...(workerData as SimulatedShare), deps: simulationDeps() }));
