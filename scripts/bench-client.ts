import { Agent, type IncomingMessage, request } from "node:http";

interface Reply {
  status: number;
  location: string | null;
  text: string;
}

const hidden = /<input type="hidden" name="(fence|seq|key|at)" value="([^"]*)"/g;

/** A light browser of one interviewer: one connection, its cookies, the form's token. */
export class BenchClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #cookies = new Map<string, string>();
  readonly #port: number;
  #token = "";

  constructor(port: number) {
    this.#port = port;
  }

  #send(method: string, path: string, form?: URLSearchParams): Promise<Reply> {
    const body = form?.toString();
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.#agent,
          host: "127.0.0.1",
          port: this.#port,
          method,
          path,
          headers: {
            accept: "text/html",
            cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
            "x-fieldline-step": "1",
            ...(body === undefined
              ? {}
              : {
                  "content-type": "application/x-www-form-urlencoded",
                  "content-length": Buffer.byteLength(body),
                }),
          },
        },
        (incoming) => this.#read(incoming).then(resolve, reject),
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  async #read(incoming: IncomingMessage): Promise<Reply> {
    for (const line of incoming.headers["set-cookie"] ?? []) {
      const [name = "", ...value] = (line.split(";")[0] ?? "").split("=");
      this.#cookies.set(name, value.join("="));
    }
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    this.#token = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? this.#token;
    return { status: incoming.statusCode ?? 0, location: incoming.headers.location ?? null, text };
  }

  get(path: string): Promise<Reply> {
    return this.#send("GET", path);
  }

  async post(path: string, fields: Record<string, string | string[]> = {}): Promise<Reply> {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) form.append(name, one);
    form.set("_csrf", this.#token);
    return this.#send("POST", path, form);
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.get("/sign-in");
    const reply = await this.post("/sign-in", { user: login, password });
    if (reply.status !== 303) throw new Error(`${login} could not sign in: status ${reply.status}`);
    await this.get(reply.location ?? "/work");
  }

  /** Takes the next case, dials, confirms the person: up to the first question. */
  async openInterview(): Promise<BenchInterview> {
    const next = await this.post("/work/next");
    const where = next.location ?? "";
    if (!where.startsWith("/cases/")) throw new Error(`no case to work: ${next.status} ${where}`);
    const start = await this.get(where);
    const number = /name="number" value="([^"]*)"/.exec(start.text)?.[1] ?? "n1";
    await this.post(`${where}/dial`, { number });
    const opened = await this.post(`${where}/contact`, { person: "target" });
    const path = opened.location ?? "";
    if (!path.startsWith("/interviews/")) throw new Error(`no interview: ${opened.status} ${path}`);
    const page = await this.get(path);
    return new BenchInterview(this, path.split("?")[0] ?? "", page.text);
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** One interview to the `benchQuestionnaire`, answered step by step. */
export class BenchInterview {
  readonly #client: BenchClient;
  readonly #path: string;
  #page: string;

  constructor(client: BenchClient, path: string, page: string) {
    this.#client = client;
    this.#path = path;
    this.#page = page;
  }

  #fields(): Record<string, string> {
    return Object.fromEntries(
      [...this.#page.matchAll(hidden)].map(([, name = "", value = ""]) => [name, value]),
    );
  }

  /** Answers the question on the page. @returns milliseconds until the next page was there; null at the end */
  async step(): Promise<number | null> {
    const fields = this.#fields();
    const number = Number(/^q(\d+)$/.exec(fields.key ?? "")?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) return null;
    const answer: Record<string, string | string[]> =
      number % 4 === 1 ? { answer: ["1", "3"] } : { code: number % 4 === 2 ? "40" : "2" };
    const begin = performance.now();
    const reply = await this.#client.post(`${this.#path}/acts`, { ...fields, ...answer });
    const took = performance.now() - begin;
    if (reply.status !== 200) throw new Error(`step ${fields.key} was answered with ${reply.status}`);
    const before = fields.key;
    this.#page = reply.text;
    if (this.#fields().key === before) throw new Error(`step ${before} was refused`);
    return took;
  }

  /** Lays the case down unfinished, so that the next one can be taken. */
  async finish(): Promise<void> {
    for (let more = 0; more < 100; more++) if ((await this.step()) === null) break;
    await this.#client.post(`${this.#path}/acts`, this.#fields());
  }
}
