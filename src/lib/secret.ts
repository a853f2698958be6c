const shown = "[secret]";

/**
 * A value that must not be printed. Whatever prints it by accident (a log, console, JSON, a template string, an
 * error message) gets "[secret]"; only reveal() gives the value, so that a reader can find every use by name.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.toPrimitive](): string {
    return shown;
  }

  get [Symbol.toStringTag](): string {
    return shown;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return shown;
  }
}
