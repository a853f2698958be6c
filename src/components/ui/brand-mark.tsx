import { cn } from "./cn";

export function BrandMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 22 22" className={cn("size-[22px] flex-none text-ink", className)}>
      <rect x="1" y="1" width="20" height="20" rx="6" fill="currentColor" />
      <path d="M6 7.5h10" className="stroke-page" strokeWidth="1.8" strokeLinecap="round" />
      <path
        d="m7 13 2.8 2.8L15.5 11"
        className="fill-none stroke-page"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
