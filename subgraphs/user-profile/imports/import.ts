import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn, SealedColumn, WordColumn } from "../../../shared/columns.js";
import { connectionType } from "../../../shared/page.js";
import { DateTime } from "../../../shared/scalars.js";
import { ImportSource, Provenance } from "../observation.js";

export enum ImportStatus {
  AWAITING_UPLOAD = "AWAITING_UPLOAD",
  RECEIVING = "RECEIVING",
  QUEUED = "QUEUED",
  RUNNING = "RUNNING",
  DONE = "DONE",
  FAILED = "FAILED",
  CANCELLED = "CANCELLED",
}
registerEnumType(ImportStatus, { name: "ImportStatus", description: "How far an import is." });
registerEnumType(ImportSource, { name: "ImportSource", description: "The format or service a file comes from." });
registerEnumType(Provenance, {
  name: "Provenance",
  description: "Provided by the person, observed by a device, or derived.",
});

export const FINAL_STATUSES: readonly ImportStatus[] = [ImportStatus.DONE, ImportStatus.FAILED, ImportStatus.CANCELLED];

/** While an import stands at one of these its file lies on one process's disk, and that process holds it. */
export const HELD_STATUSES: readonly ImportStatus[] = [
  ImportStatus.RECEIVING,
  ImportStatus.QUEUED,
  ImportStatus.RUNNING,
];

/** An import as the database keeps it: how far it is stands in the open, what it is about under the person's key. */
@Entity("import")
@Index("import_held", ["heldUntil"])
export class ImportRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() id: string;
  @WordColumn() status: ImportStatus;
  @InstantColumn() startedAt: Date;
  @InstantColumn({ nullable: true }) finishedAt: Date | null;
  /** The process that has the file, and until when nobody else may take it over; null while there is no file. */
  @IdColumn({ nullable: true }) holder: string | null;
  @InstantColumn({ nullable: true }) heldUntil: Date | null;
  @SealedColumn() sealed: Buffer;
}

/** What ImportRow.sealed holds. */
export interface ImportDetail {
  fileName: string;
  expectedSource: ImportSource | null;
  sources: ImportSource[];
  bytesTotal: number;
  bytesRead: number;
  recordsRead: number;
  recordsAdded: number;
  recordsSkipped: number;
  problems: ImportProblem[];
}

@ObjectType({ description: "`where` names the line, byte or record." })
export class ImportProblem {
  @Field(() => String) where: string;
  @Field(() => String) message: string;
}

@ObjectType({ description: "A file on its way into the vault, or what became of it." })
export class Import {
  @Field(() => ID) id: string;
  @Field(() => [ImportSource]) sources: ImportSource[];
  @Field(() => String) fileName: string;
  @Field(() => ImportStatus) status: ImportStatus;
  @Field(() => Float) bytesTotal: number;
  @Field(() => Float, { description: "Of the file as it was sent." }) bytesRead: number;
  @Field(() => Int) recordsRead: number;
  @Field(() => Int, { description: "New to the vault; importing a file again adds none." }) recordsAdded: number;
  @Field(() => Int, { description: "Read and deliberately not kept." }) recordsSkipped: number;
  @Field(() => [ImportProblem]) problems: ImportProblem[];
  @Field(() => DateTime) startedAt: Date;
  @Field(() => DateTime, { nullable: true }) finishedAt: Date | null;
}

export const ImportConnection = connectionType("Import", () => Import);
