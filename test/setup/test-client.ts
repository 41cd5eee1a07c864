import type { Deps } from "../../server/deps.ts";
import type { Role } from "../../server/http/routes.ts";
import type { UserDoc } from "../../server/users/user-model.ts";
import { addUser, type NewUser } from "../../server/users/users.ts";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  bytes: Buffer;
  /** The path of a redirect. */
  location: string | null;
}

const tokenInPage = /name="_csrf" value="([^"]*)"/;

/** A browser without a screen: keeps cookies, sends the form's token along, follows no redirect by itself. */
export class TestClient {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  #token: string | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  async request(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (!headers.has("accept")) headers.set("accept", "text/html");
    headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(this.#url + path, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", ...value] = (line.split(";")[0] ?? "").split("=");
      this.#cookies.set(name, value.join("="));
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    this.#token = tokenInPage.exec(text)?.[1] ?? this.#token;
    return {
      status: response.status,
      headers: response.headers,
      text,
      bytes,
      location: response.headers.get("location"),
    };
  }

  /** For a browser that goes on where this client signed in. */
  cookies(): { name: string; value: string; url: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value, url: this.#url }));
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request(path, { headers });
  }

  /** Sends a form with the token of the session; several values of one field as an array. */
  async post(
    path: string,
    form: Record<string, string | string[]> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(form))
      for (const one of [value].flat()) body.append(name, one);
    body.set("_csrf", await this.token());
    return this.request(path, { method: "POST", body, headers });
  }

  /** As a page's own script sends it: JSON, with the token in a header. */
  async postJson(path: string, value: unknown): Promise<Answer & { json: unknown }> {
    const answer = await this.request(path, {
      method: "POST",
      body: JSON.stringify(value),
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "x-csrf-token": await this.token(),
      },
    });
    return { ...answer, json: answer.text ? JSON.parse(answer.text) : null };
  }

  /** The token of the session; every page carries it in its top bar. */
  async token(): Promise<string> {
    if (!this.#token) await this.get("/no-such-page");
    return this.#token ?? "";
  }

  async signIn(login: string, password: string, next?: string): Promise<Answer> {
    const answer = await this.post("/sign-in", { user: login, password, ...(next ? { next } : {}) });
    if (answer.status === 303) this.#token = null;
    return answer;
  }
}

export const testPassword = "correct horse battery";

export interface SignedInClient extends TestClient {
  user: UserDoc;
}

/** Makes an account with one role and signs it in through the real form. */
export async function signedInClient(
  deps: Deps,
  url: string,
  role: Role,
  details: Partial<NewUser> = {},
): Promise<SignedInClient> {
  const id = deps.newId();
  const user = await addUser(
    deps,
    {
      login: `${role}-${id}`,
      name: `Test ${role}`,
      password: testPassword,
      roles: [role],
      languages: ["en", "de"],
      ...details,
    },
    "test",
  );
  const client = new TestClient(url);
  const answer = await client.signIn(user.login, testPassword);
  if (answer.status !== 303) throw new Error(`sign-in of ${role} answered ${answer.status}`);
  return Object.assign(client, { user });
}
