import type { Observation } from "../../../subgraphs/user-profile/observation.js";
import { iso } from "./oracle-calendar.js";
import type { LicenceFact, Selection, Triple } from "./triple.js";
import type { VaultContents } from "./vault-contents.js";

/** A case as somebody would tell it, for the report of a counterexample. */
export function inWords({ graph, licences, question }: Triple): string {
  const { road, brand, purpose, people, delayMs, tampering, selections } = question;
  return [
    `now ${iso(graph.nowMs)}${delayMs === 0 ? "" : `, read ${delayMs} ms later`}`,
    ...graph.people.map((vault, i) => `person ${i} (${vault.timeZone}): ${vaultWords(vault)}`),
    ...graph.brands.map(
      ({ trust, purposes, canPay }, i) =>
        `brand ${i}: ${trust}, ${canPay ? "can pay" : "cannot pay"}, for ${purposes.join(", ")}`,
    ),
    ...licences.map((licence, i) => `licence ${i}: ${licenceWords(licence, graph.nowMs)}`),
    `asked: ${road} of brand ${brand} for ${purpose} about people ${people.join(", ")}${tampering ? `, the key ${tampering}` : ""}`,
    ...selections.map((selection) => `  ${selectionWords(selection)}`),
  ].join("\n");
}

function vaultWords({ observations, facts }: VaultContents): string {
  const all = [...observations.map(observationWords), ...Object.entries(facts).map((fact) => JSON.stringify(fact))];
  return all.length === 0 ? "nothing" : all.join("; ");
}

function observationWords({ kind, startMs, endMs, offsetMinutes, origin: _origin, ...rest }: Observation): string {
  const offset = offsetMinutes === null ? "" : ` at ${offsetMinutes} min`;
  return `${kind} ${iso(startMs)} for ${endMs - startMs} ms${offset} ${Object.values(rest).join(" ")}`;
}

function licenceWords(licence: LicenceFact, nowMs: number): string {
  const { person, brand, purpose, status, suspendedBy, grantedAtMs, expiresAtMs, price, uses, isBusy, terms } = licence;
  return [
    `person ${person} to brand ${brand} for ${purpose}, ${status}${suspendedBy === null ? "" : ` by ${suspendedBy}`}`,
    `granted ${nowMs - grantedAtMs} ms ago, expires in ${expiresAtMs - nowMs} ms`,
    `${price} points${uses ? `, ${uses.left} of ${uses.limit} uses left` : ""}${isBusy ? ", busy" : ""}`,
    ...terms.map(({ field, precision, historyDays }) => `${field} ${precision} P${historyDays}D`),
  ].join("; ");
}

function selectionWords({ path, precision, during, activity, isCrossing, style, isMerged }: Selection): string {
  const words = [
    path,
    precision,
    during && `${iso(during.fromMs)}/${iso(during.toMs)}`,
    activity,
    isCrossing && "with its crossing part",
    style,
    isMerged && "merged",
  ];
  return words.filter(Boolean).join(" ");
}
