type Props = { values: readonly number[]; label: string };

const WIDTH = 72;
const HEIGHT = 16;

/** The course of a figure in the last hours. Never alone: the value stands in words below it. */
export function Sparkline({ values, label }: Props) {
  const highest = Math.max(...values, 1);
  const x = (index: number) => (values.length < 2 ? WIDTH : (index / (values.length - 1)) * WIDTH);
  const y = (value: number) => HEIGHT - 1 - (value / highest) * (HEIGHT - 2);
  const points = values.map((value, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      className="my-1 h-4 w-[72px] overflow-visible fill-none stroke-ink-3 stroke-[1.5]"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={`M${points.join("L")}`} />
      <circle cx={WIDTH} cy={y(values.at(-1) ?? 0)} r="2.2" className="fill-ink stroke-none" />
    </svg>
  );
}
