import express, { type Express } from "express";
import helmet from "helmet";
import type { Deps } from "./deps.ts";
import { errorHandler } from "./http/error-handler.ts";
import { healthRoutes } from "./http/health-routes.ts";
import { problem } from "./http/problem.ts";
import { requestLog } from "./http/request-id.ts";
import { assetsFolder } from "./paths.ts";
import { createRenderer, pages } from "./views/engine.ts";

/** What the app needs beside deps. */
export interface AppOptions {
  sessionSecret: string;
}

/** Every router of Fieldline on one screen. */
export function createApp(deps: Deps, _options: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", deps.config.trustProxy);
  app.use(requestLog(deps));
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", "data:"],
          fontSrc: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'self'"],
          // Institutes run it by plain http inside a LAN too.
          upgradeInsecureRequests: null,
        },
      },
    }),
  );
  app.use("/assets", express.static(assetsFolder, { immutable: false, maxAge: "1h", index: false }));
  app.use(healthRoutes(deps).router);
  app.use(pages(createRenderer()));
  app.use(express.urlencoded({ extended: false, limit: "64kb" }), express.json({ limit: "256kb" }));
  app.use(() => {
    throw problem("not-found");
  });
  app.use(errorHandler(deps));
  return app;
}
