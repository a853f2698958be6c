import type { ComponentProps } from "react";
import { Select } from "@/components/ui/select";

type Props = Omit<ComponentProps<typeof Select>, "onChange"> & {
  zones: readonly string[];
  value: string;
  onZone: (zone: string) => void;
};

export function ZoneSelect({ zones, value, onZone, ...rest }: Props) {
  // One that this browser does not list is kept as it was set.
  const offered = zones.includes(value) ? zones : [value, ...zones];
  return (
    <Select {...rest} value={value} onChange={(event) => onZone(event.target.value)}>
      {offered.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll("_", " ")}
        </option>
      ))}
    </Select>
  );
}
