import { createHash, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";

/** Signs id tokens. The key is made at first use and lives as long as the process. */
export class Signer {
  #pair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | null = null;

  /** The public key as a JSON Web Key with its id. */
  jwk(): Record<string, unknown> {
    const { publicKey } = this.#keys();
    return { ...publicKey.export({ format: "jwk" }), kid: this.keyId(), alg: "RS256", use: "sig" };
  }

  keyId(): string {
    const { publicKey } = this.#keys();
    return createHash("sha256")
      .update(publicKey.export({ format: "der", type: "spki" }))
      .digest("hex")
      .slice(0, 40);
  }

  sign(claims: Readonly<Record<string, unknown>>): string {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const text = `${part({ alg: "RS256", kid: this.keyId(), typ: "JWT" })}.${part(claims)}`;
    return `${text}.${createSign("RSA-SHA256").update(text).sign(this.#keys().privateKey, "base64url")}`;
  }

  #keys(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
    this.#pair ??= generateKeyPairSync("rsa", { modulusLength: 2_048 });
    return this.#pair;
  }
}

/** OpenID Connect: ties an access token to the id token it came with. */
export function tokenHash(accessToken: string): string {
  return createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url");
}
