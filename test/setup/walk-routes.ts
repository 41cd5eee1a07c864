import type { Express, RequestHandler } from "express";

interface Layer {
  route?: { path: string; stack: { method: string; handle: RequestHandler }[] };
  handle: RequestHandler & { stack?: Layer[] };
  name: string;
}

export interface WalkedRoute {
  method: string;
  path: string;
  handlers: RequestHandler[];
}

function walk(stack: Layer[]): WalkedRoute[] {
  return stack.flatMap((layer) => {
    if (layer.route) {
      const { path, stack: handles } = layer.route;
      const methods = [...new Set(handles.map((handle) => handle.method))];
      return methods.map((method) => ({
        method,
        path: String(path),
        handlers: handles.filter((handle) => handle.method === method).map((handle) => handle.handle),
      }));
    }
    return layer.handle.stack ? walk(layer.handle.stack) : [];
  });
}

/** Every route of the app, as Express will match it. */
export function walkRoutes(app: Express): WalkedRoute[] {
  return walk((app as unknown as { router: { stack: Layer[] } }).router.stack);
}
