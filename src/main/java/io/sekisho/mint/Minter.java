package io.sekisho.mint;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/// Makes ids and CRNs in the forms that IBM's VPC gives them: `0717_uuid` for instances,
/// `0717-uuid` for what else lies in a zone, `r006-uuid` for what lies in a region. The digits
/// follow from the zone's or region's name.
public final class Minter {
  private static final String SERVICE = "is";

  private final Supplier<UUID> ids;
  private final Instant now;

  public Minter(Supplier<UUID> ids, Instant now) {
    this.ids = ids;
    this.now = now;
  }

  public Instant now() {
    return now;
  }

  public UUID uuid() {
    return ids.get();
  }

  /// The id of a new account.
  public AccountId account() {
    return new AccountId(uuid().toString().replace("-", ""));
  }

  public String zonal(String zone) {
    return zoneCode(zone) + "-" + uuid();
  }

  public String instance(String zone) {
    return zoneCode(zone) + "_" + uuid();
  }

  public String regional(String region) {
    return regionCode(region) + "-" + uuid();
  }

  /// A resource's identity.
  ///
  /// @param type as in the CRN, such as `instance`
  /// @param location the zone or region
  public Identity identity(
      String id, String type, String location, AccountId account, String name, String group) {
    Crn crn = new Crn(SERVICE, location, account, type, id);
    return new Identity(id, crn, name, account, group, now);
  }

  /// A new resource that only ever appears as a reference.
  public Reference reference(
      String id, String type, String location, AccountId account, String name) {
    Crn crn = new Crn(SERVICE, location, account, type, id);
    return new Reference(crn.toString(), id, name, type.replace('-', '_'));
  }

  /// A resource that the inventory names but does not hold. The same name in the same place is
  /// always the same resource, so its id follows from the name unless it is given.
  public Reference elsewhere(
      String name,
      Optional<String> itsId,
      Optional<String> itsCrn,
      String type,
      String region,
      AccountId account) {
    UUID stable = stable(account, region, type, name);
    String id = itsId.orElseGet(() -> regionCode(region) + "-" + stable);
    String crn = itsCrn.orElseGet(() -> new Crn(SERVICE, region, account, type, id).toString());
    return new Reference(crn, id, name, type.replace('-', '_'));
  }

  /// Whether a reference is one of those, under an id that follows from its name, or one of another
  /// account's.
  public static boolean isElsewhere(Reference it, AccountId account) {
    try {
      Crn crn = Crn.parse(it.crn());
      UUID stable = stable(account, crn.location(), crn.type(), it.name());
      return !crn.account().equals(account)
          || it.id().equals(regionCode(crn.location()) + "-" + stable);
    } catch (IllegalArgumentException _) {
      return true;
    }
  }

  private static UUID stable(AccountId account, String region, String type, String name) {
    String seed = String.join("/", account.value(), region, type, name);
    return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
  }

  private static String regionCode(String region) {
    return "r%03d".formatted(hash(region) % 1_000);
  }

  private static String zoneCode(String zone) {
    return "%04d".formatted(hash(zone) % 10_000);
  }

  private static long hash(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }
}
