import type { Metadata } from "next";
import { Gallery } from "@/components/gallery/gallery";

export const metadata: Metadata = { title: "Components" };

export default function ComponentsPage() {
  return (
    <main id="content" className="mx-auto max-w-content px-4 py-7 tablet:px-6 wide:px-10">
      <Gallery />
    </main>
  );
}
