import { describe, expect, it } from "@jest/globals";
import { readEnvironment } from "../../../shared/environment.js";
import { databaseName, readDatabaseUrl } from "../../../shared/mariadb-server.js";

describe("DATABASE_URL", () => {
  it("names a server, and the databases of the rooms on it", () => {
    const server = readDatabaseUrl("mariadb://ada:pass%2Fword@db.example:3307/shop?tls=true");
    expect(server).toEqual({
      type: "mariadb",
      host: "db.example",
      port: 3307,
      username: "ada",
      password: "pass/word",
      prefix: "shop",
      tls: true,
    });
    expect(databaseName(server, "user-profile")).toBe("shop_user_profile");
  });

  it("needs a scheme, a host and a user, and nothing else", () => {
    const rest = { type: "mysql", port: 3306, username: "ada", password: "", prefix: "confide", tls: false };
    expect(readDatabaseUrl("mysql://ada@[::1]")).toEqual({ ...rest, host: "::1" });
    expect(readDatabaseUrl("mysql://ada@db/?tls=false")).toEqual({ ...rest, host: "db" });
  });

  const SECRET = "s3cret";
  it.each([
    ["nonsense", /no URL/],
    [`postgres://ada:${SECRET}@db/`, /neither mariadb:\/\/ nor mysql:\/\//],
    [`mariadb://:${SECRET}@db/`, /no user/],
    [`mariadb://ada:${SECRET}@db/Shop-1`, /prefix/],
    [`mariadb://ada:${SECRET}@db/${"a".repeat(42)}`, /prefix/],
    [`mariadb://ada:${SECRET}@db/shop?ssl=true`, /setting/],
    [`mariadb://ada:${SECRET}@db/shop#x`, /fragment/],
    [`mariadb://ada:${SECRET}%zz@db/shop`, /%25/],
    [`mariadb://ada:${SECRET}@db:99999/`, /no URL/],
  ])("stops the start where it is %s, with a sentence that names it and repeats nothing of it", (url, sentence) => {
    const start = (): unknown => readEnvironment({ DATABASE_URL: url });
    expect(start).toThrow(sentence);
    expect(start).toThrow(/DATABASE_URL: .*mariadb:\/\/USER|DATABASE_URL: .*%25/);
    expect(start).not.toThrow(new RegExp(SECRET));
  });

  it("is named together with whatever else is wrong", () => {
    expect(() => readEnvironment({ PORT: "x", DATABASE_URL: "nonsense" })).toThrow(/PORT: .*; DATABASE_URL: /);
  });

  it("is the only thing that leads away from the files in DATA_DIR", () => {
    expect(readEnvironment({ DATA_DIR: "/data", DATABASE_URL: "" }).databases).toEqual({ folder: "/data" });
    expect(readEnvironment({ DATABASE_URL: "mariadb://ada@db" }).databases).toMatchObject({ server: { host: "db" } });
  });
});
