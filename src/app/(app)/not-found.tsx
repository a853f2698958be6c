import { NotHere } from "@/features/shell/components/not-here";

export default function NotFoundInside() {
  return <NotHere />;
}
