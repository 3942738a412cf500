import { Entity, Index } from "typeorm";
import {
  IdColumn,
  InstantColumn,
  JsonColumn,
  PrimaryIdColumn,
  SealedColumn,
  WordColumn,
} from "../../../shared/columns.js";
import { TITLE_MAX } from "../../../shared/limits.js";

/** Who shows offers. Its secret verifies what its server signs, so it is sealed, not hashed. */
@Entity("partner_app")
export class PartnerAppRow {
  @PrimaryIdColumn() id: string;
  @WordColumn({ length: TITLE_MAX }) name: string;
  @JsonColumn() origins: string[];
  @Index({ unique: true }) @IdColumn() publishableKey: string;
  @SealedColumn() secretKey: Buffer;
  @InstantColumn() registeredAt: Date;
}

/** That somebody linked a user of a partner app to themselves: one of each partner app. */
@Entity("partner_link")
export class PartnerLinkRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() partnerAppId: string;
  /** Keyed hash of the partner's own user id: without the key nobody finds their user here. */
  @IdColumn() subjectHash: string;
  @InstantColumn() linkedAt: Date;
}

/** The global table that finds the person in front of a partner app's screen. */
@Entity("partner_subject")
export class PartnerSubjectRow {
  @PrimaryIdColumn() partnerAppId: string;
  @PrimaryIdColumn() subjectHash: string;
  @IdColumn() personId: string;
}
