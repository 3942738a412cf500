import { Column, PrimaryColumn, type ColumnOptions } from "typeorm";

/**
 * Column kinds, spelt once. Ids compare as bytes: SQLite does so by itself, a MariaDB or MySQL database is made with
 * a binary collation. Nothing here names a dialect.
 */
const ID_LENGTH = 64;

export const IdColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "varchar", length: ID_LENGTH, ...options });

export const PrimaryIdColumn = (options: { name?: string; length?: number } = {}): PropertyDecorator =>
  PrimaryColumn({ type: "varchar", length: ID_LENGTH, ...options });

export const WordColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "varchar", length: 40, ...options });

export const TextColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: "text", ...options });

/** An instant, UTC, kept as epoch milliseconds: exact and alike on every database, and ordered. */
const instantTransformer = {
  to: (value: Date | null | undefined): number | null | undefined => (value instanceof Date ? value.getTime() : value),
  from: (value: number | string | null): Date | null => (value === null ? null : new Date(Number(value))),
};

export const InstantColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "bigint", transformer: instantTransformer, ...options });

/** Points are integers; `bigint` reads as a number on SQLite and as a string on MariaDB (TRAPS, TypeORM). */
const pointsTransformer = {
  to: (value: number | null | undefined): number | null | undefined => value,
  from: (value: number | string | null): number | null => (value === null ? null : Number(value)),
};

export const PointsColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "bigint", transformer: pointsTransformer, ...options });

export const CountColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: "integer", ...options });

export const FlagColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: "boolean", ...options });

/** A list or object of plain JSON that no query looks into. */
export const JsonColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({
    type: "text",
    transformer: {
      to: (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value)),
      from: (value: string | null): unknown => (value === null ? null : JSON.parse(value)),
    },
    ...options,
  });

/** Ciphertext. The service seals and opens it: a column cannot know whose key to use. */
export const SealedColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: "blob", ...options });
