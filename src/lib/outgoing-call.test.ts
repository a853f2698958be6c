import { describe, expect, it } from "vitest";

import { openReceiver } from "@/testing/receivers";

import { callOut, CallRefused, type Resolve } from "./outgoing-call";
import { refuseUrl } from "./outgoing-url";
import { isPublicAddress } from "./public-address";

/** Ways to write or reach this machine and its networks. */
const innerFours =
  `0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.1.2.3 127.255.255.255
  169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1
  192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1
  255.255.255.255`.split(/\s+/);
const innerSixes =
  `:: ::1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::127.0.0.1 ::7f00:1 fe80::1 fe80::a:b
  febf::1 fec0::1 fc00::1 fd00::1 fd00:ec2::254 fdff::1 ff02::1 ff05::2 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
  100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe::
  2002:a00:1:: 3fff::1 5f00::1`.split(/\s+/);
const otherWritings =
  `0x7f.1 0x7f000001 2130706433 017700000001 0177.0.0.1 127.1 127.0.1 0 0x0 0xa9fea9fe 2852039166 0xa.0.0.1
  012.0.0.1 0xc0a80001 3232235521 127.0.0.1. 0x7f.0.0.1 ①②⑦.0.0.1 １２７.0.0.1 127。0。0。1`.split(/\s+/);
const names = `localhost LOCALHOST localhost. sub.localhost db database metadata metadata.google.internal
  METADATA.google.internal. instance-data.ec2.internal printer.local router.lan nas.home intranet wiki.intranet
  host.docker.internal kubernetes.default.svc.cluster.local box.home.arpa files.corp my.localdomain`.split(/\s+/);
const others = [
  ...["http://hooks.example.com/x", "ftp://hooks.example.com/x", "file:///etc/passwd", "gopher://hooks.example.com/"],
  ...["javascript:alert(1)", "data:text/plain,x", "https://", "", "not an address", "//hooks.example.com"],
  ...["https://user@hooks.example.com/", "https://user:word@hooks.example.com/", "https://:@127.0.0.1/"],
  ...[22, 25, 80, 3000, 3306, 5432, 6379, 8080, 9200, 11211].map((port) => `https://hooks.example.com:${port}/x`),
  ...["ws://hooks.example.com", "wss://hooks.example.com", "https:///127.0.0.1/", "https:\\\\127.0.0.1\\x"],
];
const corpus = [
  ...innerFours.flatMap((address) => [`https://${address}/`, `https://${address}:8443/x?y#z`, `http://${address}/`]),
  ...innerSixes.flatMap((address) => [`https://[${address}]/`, `https://[${address}]:443/x`]),
  ...otherWritings.flatMap((host) => [`https://${host}/`, `https://${host}/hook`]),
  ...names.map((host) => `https://${host}/`),
  ...others,
];

describe("addresses that somebody typed (S39, S40)", () => {
  it(`S39 ${corpus.length} ways into the inner network are refused before anything is looked up`, async () => {
    expect(corpus.length).toBeGreaterThanOrEqual(200);
    let lookUps = 0;
    const resolve: Resolve = () => {
      lookUps += 1;
      return Promise.resolve([{ address: "93.184.216.34", family: 4 }]);
    };
    for (const url of corpus) {
      expect(refuseUrl(url), url).not.toBeNull();
      const call = { url, headers: {}, body: "", timeoutMs: 1_000, admitted: [], resolve };
      await expect(callOut(call), url).rejects.toBeInstanceOf(CallRefused);
    }
    expect(lookUps).toBe(0);
  });

  it("S39 takes addresses of the Internet", () => {
    for (const url of ["https://hooks.example.com/x", "https://93.184.216.34/", "https://[2606:2800:220:1::1]:8443/"])
      expect(refuseUrl(url), url).toBeNull();
    for (const address of ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
      expect(isPublicAddress(address), address).toBe(true);
    expect(isPublicAddress("no address")).toBe(false);
  });

  it("S39 a name that leads inside is refused, also when only one of its addresses does", async () => {
    for (const inner of ["127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]) {
      const resolve: Resolve = () =>
        Promise.resolve([
          { address: "93.184.216.34", family: 4 },
          { address: inner, family: inner.includes(":") ? 6 : 4 },
        ]);
      const call = {
        url: "https://hooks.example.com/",
        headers: {},
        body: "",
        timeoutMs: 1_000,
        admitted: [],
        resolve,
      };
      await expect(callOut(call), inner).rejects.toMatchObject({ reason: "not_public" });
    }
  });

  it("S39 asks for a name once, so that one whose answer changes has nothing of it", async () => {
    const answers = ["203.0.114.1", "127.0.0.1"];
    let asked = 0;
    const resolve: Resolve = () => {
      const address = answers[Math.min(asked, 1)] ?? "";
      asked += 1;
      return Promise.resolve([{ address, family: 4 }]);
    };
    const signal = { url: "https://hooks.example.com/", headers: {}, body: "", timeoutMs: 50, admitted: [], resolve };
    await expect(callOut(signal)).rejects.toThrow();
    expect(asked).toBe(1);
  });

  it("S40 follows no redirect, and admits of this machine only what was named", async () => {
    const receiver = await openReceiver();
    const inner = await openReceiver();
    receiver.answer = { status: 307, headers: { location: `${inner.origin}/secret` } };
    const call = { url: `${receiver.origin}/x`, headers: { authorization: "a" }, body: "b", timeoutMs: 5_000 };
    expect(await callOut({ ...call, admitted: [receiver.origin] })).toMatchObject({ status: 307 });
    await expect(callOut({ ...call, url: inner.origin, admitted: [receiver.origin] })).rejects.toThrow(CallRefused);
    expect(inner.calls).toEqual([]);
    await Promise.all([receiver.close(), inner.close()]);
  });
});
