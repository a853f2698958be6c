import { Prose } from "../components/prose";
import { loadTroubleshooting } from "../loaders";

export async function TroubleshootingPanel() {
  return <Prose blocks={await loadTroubleshooting()} />;
}
