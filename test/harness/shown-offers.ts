import type { Answer, Api } from "./api.js";
import type { Story } from "./story.js";
import type { WorldBrand } from "./world-brand.js";
import type { WorldPerson } from "./world-person.js";

export interface ShownSlot {
  position: number;
  proposition: { id: string; expiresAt: string; offer: { id: string } } | null;
  noOfferReason: string | null;
}

export interface PropositionEvent {
  propositionId: string;
  kind: "DISPLAY" | "INTERACT" | "DISMISS";
  at: Date;
}

/** A person who is a customer of a brand, to whom it shows its offers. */
export class ShownOffers {
  private constructor(
    readonly world: Story,
    readonly brand: WorldBrand,
    readonly person: WorldPerson,
    readonly ref: string,
  ) {}

  static async open(world: Story, brand: WorldBrand, person: WorldPerson): Promise<ShownOffers> {
    const licence = await person.licensing("fitness.steps", "COARSE", "P30D").to(brand);
    return new ShownOffers(world, brand, person, await brand.refOf(licence));
  }

  async slots(count = 1, placement = "home"): Promise<ShownSlot[]> {
    const selection = `offerSlots(placement: "${placement}", count: ${count}) {
      position proposition { id expiresAt offer { id } } noOfferReason }`;
    const { data, errors } = await this.brand.customer(this.ref, selection);
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as never as { customer: { offerSlots: ShownSlot[] } }).customer.offerSlots;
  }

  /** The proposition that fills the first slot. */
  async proposition(): Promise<string> {
    const [slot] = await this.slots();
    if (!slot?.proposition) throw new Error("no offer was shown");
    return slot.proposition.id;
  }

  /** Shows an offer and tells that it was seen; the offer's id, or null where there was none to show. */
  async display(now: Date): Promise<string | null> {
    const [slot] = await this.slots();
    if (!slot?.proposition) return null;
    await tell(this.brand.api, [{ propositionId: slot.proposition.id, kind: "DISPLAY", at: now }]);
    return slot.proposition.offer.id;
  }
}

/** What was recorded and ignored; throws where the call was refused. */
export async function tell(
  api: Api,
  events: readonly PropositionEvent[],
): Promise<{ recorded: number; ignored: number }> {
  const { data, errors } = await tried(api, events);
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as never as { recordPropositionEvents: { recorded: number; ignored: number } }).recordPropositionEvents;
}

export function tried(api: Api, events: readonly PropositionEvent[]): Promise<Answer> {
  return api.ask(
    `mutation ($input: RecordPropositionEventsInput!) { recordPropositionEvents(input: $input) { recorded ignored } }`,
    { input: { events: events.map((event) => ({ ...event, at: event.at.toISOString() })) } },
  );
}
