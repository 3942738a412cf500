import { z } from "zod";

/** A MariaDB or MySQL server with a database for each room, as DATABASE_URL names it. */
export interface MariadbServer {
  type: "mariadb" | "mysql";
  host: string;
  port: number;
  username: string;
  password: string;
  /** The first part of each database's name. */
  prefix: string;
  tls: boolean;
}

const DEFAULT_PORT = 3306;
const DEFAULT_PREFIX = "confide";

const FORM = "mariadb://USER:PASSWORD@HOST:PORT/PREFIX (or mysql://), with ?tls=true where TLS is wanted";

const Parts = z.object({
  protocol: z.enum(["mariadb:", "mysql:"], "it begins with neither mariadb:// nor mysql://"),
  hostname: z.string().min(1, "it names no host"),
  username: z.string().min(1, "it names no user"),
  // A database's name has 64 characters at most, and "_user_profile" is the longest that is added.
  pathname: z.string().regex(/^\/?$|^\/[a-z][a-z0-9_]{0,40}$/, "its prefix has other characters than a-z, 0-9 and _"),
  search: z.enum(["", "?tls=true", "?tls=false"], "it has another setting than tls"),
  hash: z.literal("", "it has a fragment"),
});

/** Throws a sentence that says what is wrong and repeats nothing of the text: there is a password in it. */
export function readDatabaseUrl(text: string): MariadbServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw new Error(`it is no URL; it has the form ${FORM}`);
  const { protocol, hostname, username, pathname, search, hash } = url;
  const { error } = Parts.safeParse({ protocol, hostname, username, pathname, search, hash });
  if (error) throw new Error(`${error.issues.map(({ message }) => message).join(", ")}; it has the form ${FORM}`);
  return {
    type: protocol === "mysql:" ? "mysql" : "mariadb",
    host: hostname.replace(/^\[|\]$/g, ""), // an IPv6 address
    port: url.port === "" ? DEFAULT_PORT : Number(url.port),
    username: decoded(username),
    password: decoded(url.password),
    prefix: pathname.slice(1) || DEFAULT_PREFIX,
    tls: search === "?tls=true",
  };
}

/** The database of one room, such as `confide_user_profile`. */
export function databaseName({ prefix }: MariadbServer, room: string): string {
  return `${prefix}_${room.replaceAll("-", "_")}`;
}

/** What the driver's own error would say, without what it might repeat. */
export function cannotBeUsed({ host, port }: MariadbServer, error: unknown): Error {
  const { code } = error as { code?: string };
  return new Error(`DATABASE_URL: the server at ${host}:${port} cannot be used (${code ?? "no reason given"}).`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error("its user or password has a % without two hexadecimal digits behind it; write %25 for it");
  }
}
