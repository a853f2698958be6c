import { BlockList, isIP } from "node:net";

/** Everything that is not the public Internet: this machine, its networks, and ways to write them in another family. */
const blocked = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  blocked.addSubnet(net, bits, "ipv4");

/** Global unicast, and of it neither Teredo, documentation nor 6to4, which carry an IPv4 address inside. */
const globalSix = new BlockList();
globalSix.addSubnet("2000::", 3, "ipv6");
const insideGlobal = new BlockList();
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  insideGlobal.addSubnet(net, bits, "ipv6");

/** Whether an IP address is one that everybody on the Internet means by it. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, "ipv4");
  return family === 6 && globalSix.check(address, "ipv6") && !insideGlobal.check(address, "ipv6");
}
