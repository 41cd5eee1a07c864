import type { Readable } from "node:stream";
import { Busboy, type BusboyFileStream, type BusboyHeaders } from "@fastify/busboy";
import type { Request } from "express";
import { checkUploadToken } from "./csrf.ts";
import { problem } from "./problem.ts";

export interface Upload {
  /** Fields that came before the file. */
  fields: Record<string, string>;
  /** To be read to its end; null when no file was chosen. It breaks with too-large when it is. */
  file: Readable | null;
  filename: string;
}

/**
 * Reads a multipart form with one file as a stream. The form's first field must be the session's token, so
 * that not a byte of the file is used before it was checked.
 * @throws Problem csrf-token-missing, bad-request
 */
export function readUpload(req: Request, limits: { maxBytes: number }): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    const refuse = (error: unknown) => {
      req.unpipe(busboy);
      req.resume();
      reject(error);
    };
    const busboy = new Busboy({
      headers: req.headers as BusboyHeaders,
      limits: { files: 1, fileSize: limits.maxBytes, fields: 50, fieldSize: 10_000 },
    });
    busboy.on("field", (name, value) => {
      fields[name] = value;
    });
    busboy.on("file", (_name, file: BusboyFileStream, filename) => {
      try {
        checkUploadToken(req, fields._csrf);
      } catch (error) {
        file.resume();
        return refuse(error);
      }
      file.on("limit", () => file.destroy(problem("too-large")));
      if (filename) return resolve({ fields, file, filename });
      file.resume();
    });
    busboy.on("finish", () => {
      try {
        checkUploadToken(req, fields._csrf);
        resolve({ fields, file: null, filename: "" });
      } catch (error) {
        reject(error);
      }
    });
    busboy.on("error", () => refuse(problem("bad-request")));
    req.on("aborted", () => reject(problem("bad-request")));
    req.pipe(busboy);
  });
}

/** The whole of a small uploaded text. @throws Problem too-large, bad-request (not UTF-8) */
export async function textOfUpload(file: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of file) parts.push(part as Buffer);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw problem("bad-request");
  }
}
