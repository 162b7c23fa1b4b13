/** What is asked of the server about twins as a whole. */

import { api, reach, type Schemas, told } from "../api/client.ts";
import type { Snapshot, Twin } from "./twin.ts";

const PAGE = 200;

/** Return all twins, the newest first. */
export async function allTwins(signal: AbortSignal): Promise<readonly Twin[]> {
  const twins: Twin[] = [];
  let before: string | null = null;
  do {
    const query: { limit: number; before?: string } =
      before === null ? { limit: PAGE } : { limit: PAGE, before };
    const page: Schemas["Page_TwinInfo_"] = await told(
      api.GET("/api/twins", { params: { query }, signal }),
    );
    twins.push(...page.items);
    before = page.next;
  } while (before !== null);
  return twins;
}

export function getTwin(id: string, signal: AbortSignal): Promise<Twin> {
  return told(api.GET("/api/twins/{twin_id}", { params: { path: { twin_id: id } }, signal }));
}

export function makeTwin(body: Schemas["NewTwin"]): Promise<Twin> {
  return told(api.POST("/api/twins", { body }));
}

export function rename(id: string, name: string): Promise<Twin> {
  const params = { path: { twin_id: id } };
  return told(api.PATCH("/api/twins/{twin_id}", { params, body: { name } }));
}

export async function removeTwin(id: string): Promise<void> {
  await api.DELETE("/api/twins/{twin_id}", { params: { path: { twin_id: id } } });
}

/** Make a twin that shares another one's past; where that one stands, or at a time.
 *
 * @param at seconds from the start, or a local date and time; null for where it stands.
 */
export function fork(id: string, name: string, at: number | string | null): Promise<Twin> {
  const params = { path: { twin_id: id } };
  const body = at === null ? { name } : { name, at };
  return told(api.POST("/api/twins/{twin_id}/fork", { params, body }));
}

export function takeSnapshot(id: string): Promise<Snapshot> {
  const params = { path: { twin_id: id } };
  return told(api.POST("/api/twins/{twin_id}/snapshots", { params }));
}

export function snapshotsOf(id: string, signal: AbortSignal): Promise<readonly Snapshot[]> {
  const params = { path: { twin_id: id } };
  return told(api.GET("/api/twins/{twin_id}/snapshots", { params, signal }));
}

export async function removeSnapshot({ id, twin_id }: Snapshot): Promise<void> {
  const params = { path: { twin_id, snapshot_id: id } };
  await api.DELETE("/api/twins/{twin_id}/snapshots/{snapshot_id}", { params });
}

/** A recipe, as far as the page looks into it. */
export interface Recipe {
  readonly made: readonly { readonly number: number }[];
  readonly seed: number;
  readonly replication: number;
}

export async function recipeOf(id: string, signal: AbortSignal | null = null): Promise<Recipe> {
  const answer = await reach(`/api/twins/${id}/recipe`, { signal });
  return (await answer.json()) as Recipe;
}

/** Return a recipe without one of the things that were made. */
export function recipeWithout(recipe: Recipe, number: number): Recipe {
  const left = recipe.made.filter((one) => one.number !== number);
  return { ...recipe, made: left.map((one, i) => ({ ...one, number: i + 1 })) };
}

/** Make a twin of which something was never made; it stands where the other one does. */
export async function twinWithout(id: string, number: number, name: string): Promise<Twin> {
  const recipe = recipeWithout(await recipeOf(id), number) as unknown as Record<string, unknown>;
  const of = await getTwin(id, new AbortController().signal);
  const twin = await makeTwin({ from: { recipe, replication: 0 }, name });
  const params = { path: { twin_id: twin.id } };
  const body = { do: "seek" as const, at: of.now_s };
  await told(api.POST("/api/twins/{twin_id}/commands", { params, body }));
  return twin;
}
