import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { Gallery } from "@/components/gallery/gallery";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo, showsDeveloperPages } from "@/features/shell/loaders";

export const metadata: Metadata = { title: "Components" };

export default async function ComponentsPage() {
  await connection();
  if (!showsDeveloperPages()) notFound();
  return (
    <PublicFrame demo={isDemo()}>
      <Gallery />
    </PublicFrame>
  );
}
