import { cn } from "./cn";

export type ChartPoint = { at: number; value: number | null };
export type ChartLine = {
  name: string;
  look: "thin" | "dashed" | "thick";
  points: readonly ChartPoint[];
  last: string;
};
type Tick = { value: number; label: string };

type Props = {
  /** The finding in one sentence. */
  label: string;
  lines: readonly ChartLine[];
  /** Lines across; what is far out of them is left away. */
  ticks: readonly Tick[];
  bound?: Tick;
  scale: "log" | "linear";
  from: number;
  to: number;
  /** Points further apart than that have a gap between them, which is never bridged. */
  gapMs: number;
  times: readonly { at: number; label: string }[];
};

const looks = {
  thin: "stroke-[1.25] opacity-60",
  dashed: "stroke-[1.75] [stroke-dasharray:5_4]",
  thick: "stroke-[2.25]",
} as const;

const WIDEST_LETTER = 6.6;
const HEIGHT = 232;
const TOP = 10;
const BOTTOM = 204;
const LEFT = 52;
const MOST_BESIDE_ON_A_PHONE = 110;

/** Ink lines told apart by weight and dash, named at their ends: readable in print and without any colour. */
export function LineChart(props: Props) {
  const longest = Math.max(...props.lines.map(({ name, last }) => name.length + 1 + last.length));
  const right = 24 + Math.round(longest * WIDEST_LETTER);
  const isWordy = right > MOST_BESIDE_ON_A_PHONE;
  return (
    <figure role="img" aria-label={props.label}>
      <Drawing {...props} width={1080} right={right} every={1} className="max-tablet:hidden" />
      <Drawing
        {...props}
        width={360}
        right={isWordy ? 8 : right}
        every={2}
        isNamed={!isWordy}
        className="tablet:hidden"
      />
      {isWordy && <Names lines={props.lines} />}
    </figure>
  );
}

/** On a phone long names stand below the lines, each after a piece of its line. */
function Names({ lines }: Pick<Props, "lines">) {
  return (
    <ul aria-hidden className="mt-2 grid gap-1 text-micro tablet:hidden">
      {lines.map(({ name, look, last }) => (
        <li key={name} className="flex items-center gap-2">
          <svg viewBox="0 0 24 8" className="h-2 w-6 flex-none">
            <path d="M1 4H23" className={cn("fill-none stroke-ink", looks[look])} strokeLinecap="round" />
          </svg>
          <span className="text-ink-3">{name}</span> <span className="font-medium">{last}</span>
        </li>
      ))}
    </ul>
  );
}

type DrawingProps = Props & { width: number; right: number; every: number; isNamed?: boolean; className: string };

function Drawing(props: DrawingProps) {
  const { lines, ticks, bound, scale, from, to, gapMs, times, width, right, every, isNamed = true, className } = props;
  const values = lines.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const { y, shown } = toScale({ values: [...values, ...(bound ? [bound.value] : [])], ticks, scale });
  const x = (at: number) => LEFT + (width - LEFT - right) * Math.min(1, Math.max(0, (at - from) / (to - from)));
  const end = width - right;
  const ends = spreadEnds(
    lines
      .map(({ points }) => points.findLast(({ value }) => value !== null)?.value ?? null)
      .map((value) => (value === null ? null : y(value))),
  );
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${width} ${HEIGHT}`}
      className={cn("block h-auto w-full overflow-visible text-[12px]", className)}
    >
      {shown.map(({ value, label }) => (
        <g key={value}>
          <line x1={LEFT} x2={end} y1={y(value)} y2={y(value)} className="stroke-line" />
          <text x="0" y={y(value) + 4} className="fill-ink-3">
            {label}
          </text>
        </g>
      ))}
      {bound && (
        <>
          <line
            x1={LEFT}
            x2={end}
            y1={y(bound.value)}
            y2={y(bound.value)}
            className="stroke-ink-3 [stroke-dasharray:2_4]"
            strokeLinecap="round"
          />
          <text x={LEFT + 6} y={y(bound.value) - 6} className="fill-ink-3">
            {bound.label}
          </text>
        </>
      )}
      {lines.map(({ name, look, points, last }, index) => (
        <g key={name}>
          {toPaths(points, gapMs).map((part) => (
            <path
              key={part[0]?.at}
              d={toPath(part, x, y)}
              className={cn("fill-none stroke-ink", looks[look])}
              strokeLinejoin="round"
              strokeLinecap="round"
            />
          ))}
          {isNamed && ends[index] !== null && (
            <text x={end + 10} y={(ends[index] ?? 0) + 4}>
              <tspan className="fill-ink-3">{name} </tspan>
              <tspan className="fill-ink text-[13px] font-medium">{last}</tspan>
            </text>
          )}
        </g>
      ))}
      {times
        .filter((_, index) => index % every === 0)
        .map(({ at, label }) => (
          <text
            key={at}
            x={x(at)}
            y="226"
            textAnchor={x(at) > end - 20 ? "end" : x(at) < LEFT + 20 ? "start" : "middle"}
            className="fill-ink-3"
          >
            {label}
          </text>
        ))}
    </svg>
  );
}

type Known = { at: number; value: number };

function toPaths(points: readonly ChartPoint[], gapMs: number): Known[][] {
  const parts: Known[][] = [];
  let last: Known | undefined;
  for (const { at, value } of points) {
    if (value === null) {
      last = undefined;
      continue;
    }
    const point = { at, value };
    if (last === undefined || at - last.at > gapMs) parts.push([point]);
    else parts.at(-1)?.push(point);
    last = point;
  }
  return parts;
}

/** A single point is a dot: a path of no length with a round end. */
const toPath = (part: readonly Known[], x: (at: number) => number, y: (value: number) => number): string => {
  const steps = part.map(({ at, value }) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
  return steps.length === 1 ? `M${steps[0]}h.01` : `M${steps.join("L")}`;
};

type Asked = { values: readonly number[]; ticks: readonly Tick[]; scale: Props["scale"] };

function toScale({ values, ticks, scale }: Asked) {
  const least = ticks[0]?.value ?? 1;
  const highest = Math.max(...values, ticks[1]?.value ?? 1);
  const shown = ticks.filter(({ value }, index) => value <= highest || (ticks[index - 1]?.value ?? 0) < highest);
  const most = Math.max(highest, shown.at(-1)?.value ?? highest);
  const lowest = scale === "log" ? Math.min(least, ...values.filter((value) => value > 0)) : 0;
  const place = (value: number) =>
    scale === "log" ? Math.log(Math.max(value, lowest) / lowest) / Math.log(most / lowest) : value / most;
  return { y: (value: number) => BOTTOM - (BOTTOM - TOP) * Math.min(1, Math.max(0, place(value))), shown };
}

const APART = 17;

/** The words at the ends of lines that meet are moved apart. */
function spreadEnds(ends: readonly (number | null)[]): (number | null)[] {
  const order = ends
    .map((y, index) => ({ y, index }))
    .filter(({ y }) => y !== null)
    .sort((one, other) => (other.y ?? 0) - (one.y ?? 0));
  const placed = [...ends];
  let below = BOTTOM + APART;
  for (const { y, index } of order) {
    const at = Math.min(y ?? 0, below - APART);
    placed[index] = at;
    below = at;
  }
  return placed;
}
