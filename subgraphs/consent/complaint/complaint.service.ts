import { In, type EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { TEXT_MAX } from "../../../shared/limits.js";
import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import type { PersonKeys, Place } from "../../../shared/person-keys.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { brandOf, personOf, type Viewer } from "../../../shared/viewer.js";
import type { TrustService } from "../brand/trust.service.js";
import type { ConsentContext } from "../context.js";
import { changedRows } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import { noSuchLicence } from "../licence/ending.js";
import { Licence } from "../licence/licence.js";
import { LogKind } from "../log/log-entry.js";
import type { TransparencyLog } from "../log/transparency-log.js";
import { before } from "../page-clause.js";
import { checkText } from "../text-check.js";
import { type Complaint, ComplaintStatus } from "./complaint.js";
import type { AnswerComplaintInput, DecideComplaintInput, FileComplaintInput } from "./complaint-mutations.js";
import { ComplaintIndexRow, ComplaintRow, type ComplaintWords } from "./complaint-row.js";

type Changed = { complaintId?: string } & Outcome;

/** Undecided ones: a licence has one of them at most. */
const UNDECIDED = [ComplaintStatus.OPEN, ComplaintStatus.ANSWERED];

/** What people say that brands did; only what an operator has upheld counts for anything. */
export class ComplaintService {
  constructor(
    private readonly database: Database,
    private readonly pages: Pages,
    private readonly keys: PersonKeys,
    private readonly log: TransparencyLog,
    private readonly trust: TrustService,
    private readonly random: RandomBytes,
  ) {}

  file(context: ConsentContext, input: FileComplaintInput): Promise<Changed> {
    return once(this.database, keyedBy(context, "fileComplaint", input), async (manager) => {
      const personId = personOf(context.viewer) ?? "";
      const { licenceId, kind } = input;
      const { now } = context;
      checkText(input.text, TEXT_MAX, "text");
      // Locks the licence: of two complaints at once, the second finds the first.
      await changedRows(manager, "UPDATE licence SET heldCount = heldCount WHERE personId = ? AND id = ?", [personId, licenceId]); // prettier-ignore
      const licence = await manager.findOneBy(Licence, { personId, id: licenceId });
      if (!licence) throw noSuchLicence();
      if (await manager.existsBy(ComplaintRow, { personId, licenceId, status: In(UNDECIDED) })) {
        throw new Refused(ErrorCode.INVALID, "A complaint about this licence is still open.", ["licenceId"]);
      }
      const id = newId(now, this.random);
      const sealed = await this.sealed(manager, personId, id, { text: input.text, answer: null, decisionReason: null });
      const shared = { personId, brandId: licence.brandId, status: ComplaintStatus.OPEN, filedAt: now };
      await manager.insert(ComplaintRow, { ...shared, id, licenceId, kind, sealed });
      await manager.insert(ComplaintIndexRow, { ...shared, complaintId: id });
      return { complaintId: id };
    });
  }

  answer(context: ConsentContext, input: AnswerComplaintInput): Promise<Changed> {
    return once(this.database, keyedBy(context, "answerComplaint", input), async (manager) => {
      checkText(input.answer, TEXT_MAX, "answer");
      const brandId = brandOf(context.viewer) ?? "";
      const entry = await manager.findOneBy(ComplaintIndexRow, { complaintId: input.complaintId, brandId });
      await this.change(manager, entry, [ComplaintStatus.OPEN], ComplaintStatus.ANSWERED, { answer: input.answer });
      return { complaintId: input.complaintId };
    });
  }

  decide(context: ConsentContext, input: DecideComplaintInput): Promise<Changed> {
    return once(this.database, keyedBy(context, "decideComplaint", input), async (manager) => {
      const { complaintId, upheld, reason } = input;
      checkText(reason, TEXT_MAX, "reason");
      const entry = await manager.findOneBy(ComplaintIndexRow, { complaintId });
      const status = upheld ? ComplaintStatus.UPHELD : ComplaintStatus.DISMISSED;
      await this.change(manager, entry, UNDECIDED, status, { decisionReason: reason });
      if (entry && upheld) {
        await this.log.note(manager, { brandId: entry.brandId, kind: LogKind.COMPLAINT_UPHELD, at: context.now });
        await this.trust.refresh(manager, entry.brandId, context.now);
      }
      return { complaintId };
    });
  }

  /** For who filed it, the brand it is about, and operators; null to everybody else. */
  visible(viewer: Viewer, complaintId: string): Promise<Complaint | null> {
    return this.database.read(async (manager) => {
      const entry = await manager.findOneBy(ComplaintIndexRow, { complaintId });
      if (!entry) return null;
      const isTheirs = entry.personId === personOf(viewer) || entry.brandId === brandOf(viewer);
      return isTheirs || viewer.kind === "operator" ? this.read(manager, entry) : null;
    });
  }

  /** All of one person, newest first: a licence has one open at a time, so they are few. */
  ofPerson(personId: string): Promise<Complaint[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.find(ComplaintRow, { where: { personId }, order: { filedAt: "DESC", id: "DESC" } });
      return Promise.all(rows.map((row) => this.complaintOf(manager, row)));
    });
  }

  ofBrand(brandId: string, status: ComplaintStatus | null, request: PageRequest): Promise<Connection<Complaint>> {
    return this.page({ brandId, ...(status && { status }) }, request);
  }

  all(status: ComplaintStatus | null, request: PageRequest): Promise<Connection<Complaint>> {
    return this.page(status ? { status } : {}, request);
  }

  private page(where: Partial<ComplaintIndexRow>, request: PageRequest): Promise<Connection<Complaint>> {
    const window = this.pages.window(request);
    return this.database.read(async (manager) => {
      const query = manager.createQueryBuilder(ComplaintIndexRow, "c").where(where);
      const entries = await before(query, "c", "filedAt", "complaintId", window).getMany();
      const found = await Promise.all(entries.map((entry) => this.read(manager, entry)));
      const complaints = found.filter((complaint) => complaint !== null);
      return this.pages.connection(request, complaints, ({ at, id }) => ({ atMs: at.getTime(), id }));
    });
  }

  /** Guarded: what was decided is not decided again. */
  private async change(
    manager: EntityManager,
    entry: ComplaintIndexRow | null,
    from: readonly ComplaintStatus[],
    status: ComplaintStatus,
    words: Partial<ComplaintWords>,
  ): Promise<void> {
    if (!entry) throw new Refused(ErrorCode.NOT_FOUND, "There is no such complaint.", ["complaintId"]);
    const { complaintId: id, personId } = entry;
    const changed = await manager.update(ComplaintRow, { personId, id, status: In([...from]) }, { status });
    if (changed.affected !== 1) {
      throw new Refused(ErrorCode.ALREADY_ENDED, "This complaint was answered or decided before.", ["complaintId"]);
    }
    await manager.update(ComplaintIndexRow, { complaintId: id }, { status });
    const row = await manager.findOneByOrFail(ComplaintRow, { personId, id });
    const sealed = await this.sealed(manager, personId, id, { ...(await this.words(manager, row)), ...words });
    await manager.update(ComplaintRow, { personId, id }, { sealed });
  }

  private async read(manager: EntityManager, entry: ComplaintIndexRow): Promise<Complaint | null> {
    const row = await manager.findOneBy(ComplaintRow, { personId: entry.personId, id: entry.complaintId });
    return row && this.complaintOf(manager, row);
  }

  private async complaintOf(manager: EntityManager, row: ComplaintRow): Promise<Complaint> {
    const { id, filedAt: at, kind, status, brandId, personId, licenceId } = row;
    return { id, at, kind, status, brandId, personId, licenceId, ...(await this.words(manager, row)) };
  }

  private async words(manager: EntityManager, { personId, id, sealed }: ComplaintRow): Promise<ComplaintWords> {
    const key = await this.keys.forReading(manager, personId);
    if (!key) throw new Error("a complaint is there without its person's key");
    return key.openJson(place(id), sealed) as ComplaintWords;
  }

  private async sealed(manager: EntityManager, personId: string, id: string, words: ComplaintWords): Promise<Buffer> {
    return (await this.keys.forWriting(manager, personId)).sealJson(place(id), words);
  }
}

function place(id: string): Place {
  return { table: "complaint", row: id, column: "sealed" };
}
