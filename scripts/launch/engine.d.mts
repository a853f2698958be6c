import type { Client } from "pg";

type MigrationsList = {
  baseDir: string;
  shadowDbInitScript: string;
  lockfile: { path: string; content: string };
  migrationDirectories: { path: string; migrationFile: { path: string; content: { tag: "ok"; value: string } } }[];
};
export function openSchemaEngine(options: { url: string; datamodels?: [string, string][] }): Promise<{
  applyMigrations(input: {
    migrationsList: MigrationsList;
    filters: { externalTables: string[]; externalEnums: string[] };
  }): Promise<{ appliedMigrationNames: string[] }>;
}>;
export function withClient<T>(url: string, run: (client: Client) => Promise<T>): Promise<T>;
export function maintenanceOf(url: string): { url: string; database: string };
