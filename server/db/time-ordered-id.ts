import { ObjectId } from "mongodb";

/** 24 hex digits that begin with the time, so that new documents go to the end of an index. */
export function newTimeOrderedId(): string {
  return new ObjectId().toHexString();
}
