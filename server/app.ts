import express, { type Express } from "express";
import helmet from "helmet";
import type { Deps } from "./deps.ts";
import { csrf } from "./http/csrf.ts";
import { errorHandler } from "./http/error-handler.ts";
import { healthRoutes } from "./http/health-routes.ts";
import { problem } from "./http/problem.ts";
import { requestLog } from "./http/request-id.ts";
import { sessions } from "./http/session.ts";
import { asideRoutes } from "./interviews/aside-routes.ts";
import { caseRoutes } from "./interviews/case-routes.ts";
import { inboundRoutes } from "./interviews/inbound-routes.ts";
import { interviewRoutes } from "./interviews/interview-routes.ts";
import { keepTyped } from "./interviews/keep-typed.ts";
import { reviewRoutes } from "./interviews/review-routes.ts";
import { workRoutes } from "./interviews/work-routes.ts";
import { appointmentRoutes } from "./monitoring/appointment-routes.ts";
import { auditRoutes } from "./monitoring/audit-routes.ts";
import { blocklistRoutes } from "./monitoring/blocklist-routes.ts";
import { caseDeskRoutes } from "./monitoring/case-desk-routes.ts";
import { fieldRoutes } from "./monitoring/field-routes.ts";
import { pauseRoutes } from "./monitoring/pause-routes.ts";
import { rosterRoutes } from "./monitoring/roster-routes.ts";
import { timeRoutes } from "./monitoring/time-routes.ts";
import { assetsFolder } from "./paths.ts";
import { questionnaireRoutes } from "./questionnaires/questionnaire-routes.ts";
import { quotaRoutes } from "./quotas/quota-routes.ts";
import { resultsRoutes } from "./results/results-routes.ts";
import { assignmentRoutes } from "./studies/assignment-routes.ts";
import { outcomeRoutes } from "./studies/outcome-routes.ts";
import { policyRoutes } from "./studies/policy-routes.ts";
import { releaseRoutes } from "./studies/release-routes.ts";
import { sampleRoutes } from "./studies/sample-routes.ts";
import { studyRoutes } from "./studies/study-routes.ts";
import { teamRoutes } from "./studies/team-routes.ts";
import { keepForm } from "./users/kept-form.ts";
import { loadUser } from "./users/load-user.ts";
import { signInRoutes } from "./users/sign-in-routes.ts";
import { userRoutes } from "./users/user-routes.ts";
import { createRenderer, pages } from "./views/engine.ts";

/** What the app needs beside deps. */
export interface AppOptions {
  sessionSecret: string;
}

/** Streamed uploads; each checks the token of its form itself. */
const uploadPaths = [/^\/studies\/[^/]+\/(sample\/upload|questionnaire\/(upload|list)|outcomes\/upload)$/];

const longForms = [/^\/studies\/[^/]+\/(questionnaire|outcomes\/text|policy\/text)$/, "/sign-in"];

/** Every router of Fieldline on one screen. */
export function createApp(deps: Deps, options: AppOptions): Express {
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
      // Lets a form's answer lead back to its page, and tells no other site anything.
      referrerPolicy: { policy: "same-origin" },
    }),
  );
  app.use("/assets", express.static(assetsFolder, { immutable: true, maxAge: "1y", index: false }));
  app.use(healthRoutes(deps).router);
  app.use(pages(createRenderer()));
  // A pasted questionnaire, outcome catalogue or policy is a long form; the sign-in page takes it along when its session has ended.
  app.use(longForms, express.urlencoded({ extended: false, limit: "4mb" }));
  app.use(express.urlencoded({ extended: false, limit: "64kb" }), express.json({ limit: "256kb" }));
  app.use(sessions(deps, options.sessionSecret), loadUser(deps), csrf(uploadPaths));
  app.use(signInRoutes(deps).router);
  app.use(userRoutes(deps).router);
  app.use(auditRoutes(deps).router);
  app.use(studyRoutes(deps).router);
  app.use(teamRoutes(deps).router);
  app.use(assignmentRoutes(deps).router);
  app.use(resultsRoutes(deps).router);
  app.use(questionnaireRoutes(deps).router);
  app.use(workRoutes(deps).router);
  app.use(caseRoutes(deps).router);
  app.use(inboundRoutes(deps).router);
  app.use(interviewRoutes(deps).router);
  app.use(asideRoutes(deps).router);
  app.use(sampleRoutes(deps).router);
  app.use(policyRoutes(deps).router);
  app.use(outcomeRoutes(deps).router);
  app.use(quotaRoutes(deps).router);
  app.use(releaseRoutes(deps).router);
  app.use(fieldRoutes(deps).router);
  app.use(caseDeskRoutes(deps).router);
  app.use(reviewRoutes(deps).router);
  app.use(blocklistRoutes(deps).router);
  app.use(appointmentRoutes(deps).router);
  app.use(rosterRoutes(deps).router);
  app.use(pauseRoutes(deps).router);
  app.use(timeRoutes(deps).router);
  app.use(() => {
    throw problem("not-found");
  });
  app.use(keepTyped(deps), keepForm(deps));
  app.use(errorHandler(deps));
  return app;
}
