// The control page. Plain browser JavaScript, no build: it talks to the control API that serves it.
const byId = (id) => document.getElementById(id);
const state = {
  faults: [],
  errors: {},
  operations: {},
  accounts: [],
  chosen: "",
  names: new Map(),
  lastEvent: null,
  lines: [],
};
const SHOWN = 200;
const GROUPS = {
  instead: "Instead of the work",
  answer: "The work is done, its answer suffers",
  handler: "Wrong data",
  push: "Notifications",
  tcp: "Connections, of everybody",
  action: "Once, now",
};

async function ask(method, path, body) {
  const response = await fetch(`/_control/${path}`, {
    method,
    headers: body ? { "content-type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : {};
  if (!response.ok) throw new Error(answer.error ?? `Answer ${response.status}`);
  return answer;
}

function element(tag, props = {}, ...children) {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
}

async function load() {
  const [faults, accounts] = await Promise.all([ask("GET", "faults"), ask("GET", "accounts")]);
  Object.assign(state, faults, { accounts: accounts.accounts });
  state.names = new Map(state.accounts.map((account) => [account.id, account.name]));
  for (const id of Object.keys(faults.operations))
    byId("provider").append(element("option", { value: id, textContent: title(id) }));
  byId("fault").replaceChildren(
    ...Object.entries(GROUPS).map(([point, label]) =>
      element(
        "optgroup",
        { label },
        ...state.faults
          .filter((fault) => fault.point === point)
          .map(({ name, title: text }) => element("option", { value: name, textContent: text })),
      ),
    ),
  );
  showAccounts();
  showFault();
  await refresh();
}

const title = (id) => id.charAt(0).toUpperCase() + id.slice(1);
const chosenAccount = () => state.accounts.find(({ id }) => id === state.chosen);
const chosenProvider = () => chosenAccount()?.provider ?? byId("provider").value;

function showAccounts() {
  const provider = byId("provider").value;
  const choice = (id, name, detail) => {
    const radio = element("input", { type: "radio", name: "account", value: id, checked: id === state.chosen });
    radio.addEventListener("change", () => {
      state.chosen = id;
      showFault();
      showLines();
    });
    return element("label", {}, radio, element("span", {}, name, element("small", { textContent: detail })));
  };
  const people = state.accounts.filter((account) => provider === "" || account.provider === provider);
  byId("accounts").replaceChildren(
    choice("", "Everybody", provider === "" ? "of both providers" : `at ${title(provider)}`),
    ...people.map(({ id, name, email, provider: own, trouble }) =>
      choice(id, name, `${email}, ${title(own)}. ${trouble ?? ""}`),
    ),
  );
}

function showFault() {
  const fault = state.faults.find(({ name }) => name === byId("fault").value);
  byId("explain").textContent = fault.explain;
  const provider = chosenProvider();
  const errors = Object.keys(
    provider ? (state.errors[provider] ?? {}) : Object.assign({}, ...Object.values(state.errors)),
  );
  byId("params").replaceChildren(...Object.entries(fault.params).map(([name, text]) => parameter(name, text, errors)));
  const everywhere = provider ? (state.operations[provider] ?? []) : Object.values(state.operations).flat();
  // What strikes connections or happens once knows no operation.
  const operations = ["tcp", "action"].includes(fault.point) ? [] : [...new Set(everywhere)];
  byId("operation").disabled = operations.length === 0;
  const previous = byId("operation").value;
  byId("operation").replaceChildren(
    element("option", { value: "", textContent: "Everywhere" }),
    ...operations.toSorted().map((name) => element("option", { value: name, textContent: name })),
  );
  byId("operation").value = operations.includes(previous) ? previous : "";
}

/** A choice where the parameter names its values, `a | b | c (default a)`; otherwise a field. */
function parameter(name, text, errors) {
  const listed = /^[\w-]+( \| [\w-]+)+/.exec(text)?.[0].split(" | ");
  const values = name === "error" ? errors : listed;
  const usual = /\(default ([^)]+)\)/.exec(text)?.[1];
  const input = values
    ? element(
        "select",
        { name: `param.${name}` },
        element("option", { value: "", textContent: usual ?? "as usual" }),
        ...values.filter((value) => value !== usual).map((value) => element("option", { value, textContent: value })),
      )
    : element("input", { name: `param.${name}`, placeholder: usual ?? "" });
  const hint = values ? "" : text.replace(/ \(default [^)]+\)/, "");
  const words = title(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  return element("label", {}, `${words} `, element("small", { textContent: hint }), input);
}

async function breakIt(event) {
  event.preventDefault();
  const form = new FormData(byId("break"));
  const params = {};
  for (const [name, value] of form) {
    if (name.startsWith("param.") && value !== "")
      params[name.slice(6)] = Number.isNaN(Number(value)) ? value : Number(value);
  }
  const rule = { fault: form.get("fault"), params };
  const { point } = state.faults.find(({ name }) => name === rule.fault);
  if (state.chosen && point !== "tcp") rule.account = state.chosen;
  if (chosenProvider()) rule.provider = chosenProvider();
  if (form.get("operation")) rule.operation = form.get("operation");
  if (form.get("count")) rule.count = Number(form.get("count"));
  if (form.get("probability")) rule.probability = Number(form.get("probability"));
  if (form.get("minutes")) rule.until = (await ask("GET", "clock")).now + Number(form.get("minutes")) * 60_000;
  await told("answer", async () => {
    const answer = await ask("POST", "faults", rule);
    if (answer.done) return `Done: ${answer.detail}.`;
    const ends = (rule.count ?? rule.until) ? "until it is used up or you mend it" : "until you mend it";
    return `Broken for ${whoOf(answer)}, ${ends}.`;
  });
  await refresh();
}

async function refresh() {
  const [{ active }, clock] = await Promise.all([ask("GET", "faults"), ask("GET", "clock")]);
  byId("active").replaceChildren(...active.map(activeLine));
  byId("mend-all").disabled = active.length === 0;
  const on = active.filter(({ left }) => left !== 0).length;
  byId("verdict").textContent = on === 0 ? "Nothing is broken." : on === 1 ? "1 fault is on." : `${on} faults are on.`;
  byId("verdict").dataset.broken = on > 0;
  byId("clock").textContent =
    `${clock.iso.slice(0, 19).replace("T", " ")} UTC, ${clock.mode}${clock.rate === 1 ? "" : ` at ${clock.rate} times`}`;
}

function whoOf(rule) {
  if (rule.account) return state.names.get(rule.account) ?? "somebody";
  return rule.provider ? `everybody at ${title(rule.provider)}` : "everybody";
}

function activeLine(rule) {
  const fault = state.faults.find(({ name }) => name === rule.fault);
  const who = whoOf(rule);
  const struck = rule.hits === 0 ? "not struck yet" : rule.hits === 1 ? "struck once" : `struck ${rule.hits} times`;
  const left = { null: "", 0: ", used up" }[rule.left] ?? `, ${rule.left} left`;
  const detail = `${who}, ${rule.operation ?? "everywhere"}, ${struck}${left}`;
  const button = element("button", { type: "button", textContent: "Mend" });
  button.setAttribute("aria-label", `Mend: ${fault.title}, ${who}`);
  button.addEventListener("click", async () => {
    await ask("DELETE", `faults/${rule.id}`);
    await refresh();
  });
  return element("li", {}, element("span", {}, fault.title, element("small", { textContent: detail })), button);
}

async function told(id, work) {
  try {
    byId(id).textContent = await work();
  } catch (error) {
    byId(id).textContent = error.message;
  }
}

/** Switching a fault on or off is no failure; what it strikes is. */
const isFailure = ({ kind, operation, faults = [], status = 200 }) =>
  kind === "crash" || status >= 400 || status === 0 || (faults.length > 0 && (kind !== "fault" || operation === "tcp"));

const isShown = (entry) =>
  (!byId("only").checked || entry.account === state.chosen) && (!byId("failed").checked || isFailure(entry));

function whatOf({ kind, provider, operation }) {
  if (kind === "fault" && provider === "all") return operation === "all" ? "everything" : operation;
  return `${provider} ${operation === "all" ? "everywhere" : operation}`;
}

function row(entry) {
  const cells = [
    new Date(entry.at).toISOString().slice(11, 23),
    state.names.get(entry.account) ?? "",
    whatOf(entry),
    [entry.status === 0 ? "none" : (entry.status ?? entry.kind), entry.reason ?? entry.detail ?? ""].join(" "),
    entry.durationMs === undefined ? "" : `${Math.round(entry.durationMs * 10) / 10} ms`,
    (entry.faults ?? []).join(", "),
  ];
  return element(
    "tr",
    { className: isFailure(entry) ? "bad" : "" },
    ...cells.map((text) => element("td", { textContent: text })),
  );
}

/** All lines again, when what is to be shown has changed. */
function showLines() {
  byId("ledger").replaceChildren(...state.lines.filter(isShown).map(row));
  byId("nothing").hidden = byId("ledger").childElementCount > 0;
}

function addLine(entry) {
  state.lines.unshift(entry);
  state.lines.length = Math.min(state.lines.length, SHOWN);
  if (!isShown(entry)) return;
  const body = byId("ledger");
  body.prepend(row(entry));
  while (body.childElementCount > SHOWN) body.lastElementChild.remove();
  byId("nothing").hidden = true;
}

async function editAs(kind) {
  const account = chosenAccount();
  if (!account) throw new Error("Choose an account first.");
  const path = `accounts/${account.id}/calendars/${encodeURIComponent(account.calendars[0].id)}/edits`;
  const { now } = await ask("GET", "clock");
  const hour = (hours) => new Date(Math.ceil(now / 3_600_000) * 3_600_000 + hours * 3_600_000).toISOString();
  if (kind === "create") {
    const made = await ask("POST", path, {
      do: "create",
      event: { summary: "Made by hand", start: hour(0), end: hour(1) },
    });
    state.lastEvent = { account: account.id, id: made.id, hours: 0 };
    return `"Made by hand" stands at ${hour(0).slice(11, 16)} UTC.`;
  }
  const own = state.lastEvent;
  if (own?.account !== account.id) throw new Error("Make an event for this account first.");
  if (kind === "move") own.hours += 1;
  await ask(
    "POST",
    path,
    kind === "move" ? { do: "move", eventId: own.id, start: hour(own.hours) } : { do: kind, eventId: own.id },
  );
  return {
    move: `It starts at ${hour(own.hours).slice(11, 16)} UTC now.`,
    delete: "It is deleted.",
    undelete: "It is back.",
  }[kind];
}

function wire() {
  byId("provider").addEventListener("change", () => {
    state.chosen = "";
    showAccounts();
    showFault();
    showLines();
  });
  byId("fault").addEventListener("change", showFault);
  byId("break").addEventListener("submit", breakIt);
  byId("only").addEventListener("change", showLines);
  byId("failed").addEventListener("change", showLines);
  byId("clear").addEventListener("click", () => {
    state.lines = [];
    showLines();
  });
  byId("mend-all").addEventListener("click", async () => {
    await ask("DELETE", "faults");
    await refresh();
  });
  for (const button of document.querySelectorAll("[data-clock]")) {
    button.addEventListener("click", () => ask("POST", `clock/${button.dataset.clock}`, {}).then(refresh));
  }
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () =>
      ask("POST", "clock/advance", { ms: Number(button.dataset.advance) }).then(refresh),
    );
  }
  for (const button of document.querySelectorAll("[data-edit]")) {
    button.addEventListener("click", () => told("edited", () => editAs(button.dataset.edit)));
  }
}

wire();
await load();
state.lines = (await ask("GET", `ledger?limit=${SHOWN}`)).entries.toReversed();
showLines();
new EventSource("/_control/ledger/stream").addEventListener("message", (event) => addLine(JSON.parse(event.data)));
setInterval(refresh, 5_000);
