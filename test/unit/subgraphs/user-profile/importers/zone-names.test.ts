import { describe, expect, it } from "@jest/globals";
import { zoneOfCaption, zoneOfName } from "../../../../../subgraphs/user-profile/importers/zone-names.js";

describe("the time zone of a name", () => {
  it.each([
    ["Europe/London", "Europe/London"],
    ["US/Eastern", "US/Eastern"],
    ["/freeassociation.sourceforge.net/Tzfile/Europe/Vienna", "Europe/Vienna"],
    ["/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
    ["Newfoundland Standard Time", "America/St_Johns"],
    ["W. Europe Standard Time", "Europe/Berlin"],
    ["Yukon Standard Time", "America/Whitehorse"],
  ])("%s is %s", (name, zone) => {
    expect(zoneOfName(name)).toBe(zone);
  });

  it.each(["", "Nowhere", "Customized Time Zone 1", "constructor", "__proto__", "+01:00"])(
    "%j is not known",
    (name) => {
      expect(zoneOfName(name)).toBeNull();
    },
  );
});

describe("the time zone of a caption", () => {
  it.each([
    ["(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"],
    ["(GMT-08:00) Pacific Time (US & Canada)", "America/Los_Angeles"],
    ["(UTC-04:00) Atlantic Time (Canada)", "America/Halifax"],
    ["(GMT+10:00) Canberra, Melbourne, Sydney", "Australia/Canberra"],
    ["(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"],
    ["(GMT+01:00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna", "Europe/Amsterdam"],
    ["(UTC-06:00) Central America", "America/Guatemala"],
    ["(UTC-07:00) Arizona", "US/Arizona"],
    ["(UTC-01:00) Cape Verde Is.", "Atlantic/Cape_Verde"],
    ["(UTC-03:00) Brasilia", "America/Sao_Paulo"],
    ["(UTC) Coordinated Universal Time", "Etc/UTC"],
    // The same town of two countries: the offset tells which.
    ["(UTC-07:00) Chihuahua, La Paz, Mazatlan", "America/Chihuahua"],
    ["(UTC-04:00) Georgetown, La Paz, Manaus, San Juan", "America/La_Paz"],
    ["(UTC-07:00) La Paz, Mazatlan", "America/Mazatlan"],
  ])("%s is %s", (caption, zone) => {
    expect(zoneOfCaption(caption)).toBe(zone);
  });

  it.each(["Eastern Time (US & Canada)", "(UTC+05:00) London", "(UTC-05:00) Nowhere", "(UTC+1) Paris"])(
    "%s is not known",
    (caption) => {
      expect(zoneOfCaption(caption)).toBeNull();
    },
  );
});
