import net from "node:net";

import { LaunchError } from "./say.ts";

function tryListen(port: number, host: string): Promise<{ port: number } | { error: NodeJS.ErrnoException }> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve({ error }));
    server.listen(port, host, () => {
      const address = server.address() as net.AddressInfo;
      server.close(() => resolve({ port: address.port }));
    });
  });
}

export async function freePort(): Promise<number> {
  const result = await tryListen(0, "127.0.0.1");
  if ("error" in result) throw result.error;
  return result.port;
}

export async function isFree(port: number): Promise<boolean> {
  return !("error" in (await tryListen(port, "127.0.0.1")));
}

export async function requireFreePort(port: number, host: string): Promise<void> {
  const result = await tryListen(port, host);
  if (!("error" in result)) return;
  if (result.error.code === "EADDRINUSE") {
    throw new LaunchError(
      `port ${port} is already in use. Stop the program that uses it, or choose another: PORT=${port + 1} npm start`,
    );
  }
  if (result.error.code === "EACCES") {
    throw new LaunchError(
      `this user may not open port ${port}. Ports below 1024 need special rights; try PORT=3000 npm start`,
    );
  }
  throw new LaunchError(`port ${port} on ${host} cannot be opened (${result.error.code ?? result.error.message}).`);
}
