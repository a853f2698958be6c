import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A line of a notification body. */
export interface Notification {
  subscriptionId: string;
  changeType?: string;
  clientState: string;
  resource?: string;
  resourceData?: { id: string };
  lifecycleEvent?: string;
  tenantId: string;
  subscriptionExpirationDateTime: string;
}

/** An endpoint as an application has one: answers validations, remembers notifications, and can be told to misbehave. */
export class Endpoint {
  readonly #server: Server;
  readonly received: { path: string; value: Notification[]; contentType: string }[] = [];
  readonly validations: { path: string; method: string; contentType: string }[] = [];
  answer = {
    validation: (token: string): { status: number; type: string; body: string } | null => ({
      status: 200,
      type: "text/plain",
      body: token,
    }),
    status: 202,
    delayMs: 0,
  };

  constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", "http://endpoint");
      const token = url.searchParams.get("validationToken");
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        if (token !== null) {
          this.validations.push({
            path: url.pathname,
            method: request.method ?? "",
            contentType: request.headers["content-type"] ?? "",
          });
          const reply = this.answer.validation(token);
          if (reply) response.writeHead(reply.status, { "content-type": reply.type }).end(reply.body);
          return;
        }
        const parsed = JSON.parse(body) as { value: Notification[] };
        this.received.push({
          path: url.pathname,
          value: parsed.value,
          contentType: request.headers["content-type"] ?? "",
        });
        setTimeout(() => response.writeHead(this.answer.status).end(), this.answer.delayMs);
      });
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  url(path = "/notify"): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  lines(path = "/notify"): Notification[] {
    return this.received.filter((one) => one.path === path).flatMap(({ value }) => value);
  }

  async until(count: number, path = "/notify"): Promise<Notification[]> {
    for (let round = 0; round < 200 && this.lines(path).length < count; round++)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return this.lines(path);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
