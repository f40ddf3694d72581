package io.sekisho.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.audit.Entry;
import io.sekisho.audit.SealKeys;
import io.sekisho.audit.Verifier;
import io.sekisho.credential.TrailKey;
import io.sekisho.iam.AccountId;
import io.sekisho.store.StateDirectory;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import io.sekisho.wire.ProfileView.LinkRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What commands leave in the audit trail, in a real store.
class TrailTest {
  private static final Initiator FIRST =
      new Initiator(
          "operator:first",
          "first",
          Initiator.Type.OPERATOR,
          Optional.empty(),
          "192.0.2.7",
          "sekisho/1",
          "0b5f6bb1-3a7f-4d4c-9f5f-1e8f3b5f6bb1");
  private static final String INVENTORY =
      """
      accounts:
        - name: acme
          vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
          instances: [{name: web-1}, {name: web-2}]
          trusted_profiles: [{name: reader}]
      """;

  @TempDir Path folder;
  private StateDirectory state;
  private Controller control;
  private long seen;

  @BeforeEach
  void open() {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-26T05:06:07Z"));
    AtomicLong ids = new AtomicLong();
    state =
        StateDirectory.open(
            StateDirectory.Place.at(folder.resolve("state")),
            (secrets, begun) -> TrailKey.open(secrets, begun)::sign);
    Ledger ledger = new Ledger(state.store(), clock, _ -> {});
    control = new Controller(ledger, () -> new UUID(0x4000, ids.incrementAndGet()), clock, _ -> {});
  }

  @AfterEach
  void close() {
    Verifier verifier =
        new Verifier(SealKeys.parse(TrailKey.open(state.secrets(), true).publicPem()), List.of());
    state.store().auditTrail(0, 1_000).forEach(verifier::add);
    state.close();
    assertThat(verifier.finish().findings()).isEmpty();
  }

  private Application apply(String inventory, boolean dryRun) {
    return control.apply(inventory.getBytes(UTF_8), false, dryRun, FIRST);
  }

  @Test
  void anInventoryLeavesOneForEachThingThatItChanged() {
    apply(INVENTORY, false);
    assertThat(told())
        .containsExactlyInAnyOrder(
            "sekisho.account.account.create success acme",
            "iam-identity.account-profile.create success reader",
            "is.vpc.vpc.create success blue",
            "is.vpc.routing-table.create success falcon-bridge-amber-amber",
            "is.network-acl.network-acl.create success field-bridge-amber-amber",
            "is.security-group.security-group.create success garnet-bridge-amber-amber",
            "is.subnet.subnet.create success blue-a",
            "is.instance.instance.create success web-1",
            "is.instance.instance.create success web-2",
            "is.volume.volume.create success web-1-boot",
            "is.volume.volume.create success web-2-boot");
    apply(INVENTORY, false);
    assertThat(told()).isEmpty();
    apply(INVENTORY.replace("web-2", "web-3"), true);
    assertThat(told()).isEmpty();
  }

  /// An IAM id alone would not say which of those who may assume a profile it was.
  @Test
  void whoStandsBehindAnAssumedProfileIsOnRecord() {
    Initiator assumed =
        new Initiator(
            "iam-Profile-1",
            "ops",
            Initiator.Type.PROFILE,
            Optional.empty(),
            Optional.of(new Initiator.Behind("IBMid-1", "Mio")),
            Optional.empty(),
            "192.0.2.7",
            "sekisho/1",
            "trace");
    apply(INVENTORY, false);
    told();
    long before = seen;
    control.delete(Kind.INSTANCE, "web-2", assumed);
    control.delete(Kind.INSTANCE, "nobody", assumed);
    List<Entry> entries = state.store().auditTrail(before, 1_000);
    assertThat(entries).hasSize(3);
    for (Entry entry : entries) {
      JsonNode initiator = event(entry).at("/initiator");
      assertThat(initiator.at("/id").asString()).isEqualTo("iam-Profile-1");
      assertThat(initiator.at("/authnId").asString()).isEqualTo("IBMid-1");
      assertThat(initiator.at("/authnName").asString()).isEqualTo("Mio");
    }
  }

  @Test
  void aRefusedInventoryLeavesThatItWas() {
    apply("accounts: [{name: acme, colour: red}]", true);
    assertThat(told()).isEmpty();
    apply("accounts: [{name: acme, colour: red}]", false);
    apply("accounts: [{name: acme, instances: [{name: web-1, vpc: nowhere}]}]", false);
    assertThat(told())
        .containsExactly("sekisho.inventory.apply failure ", "sekisho.inventory.apply failure ");
  }

  @Test
  void everyCommandLeavesItsOwn() {
    apply(INVENTORY, false);
    told();
    control.patchCompute(
        Kind.INSTANCE,
        "web-1",
        ComputePatch.of(
            new MetadataServiceSettings(Optional.of(true), Optional.empty(), Optional.empty())),
        FIRST);
    control.patchAccount("acme", false, FIRST);
    control.link("reader", new LinkRequest("web-1", Optional.empty()), FIRST);
    control.unlink("reader", "web-1", FIRST);
    control.revokeTokens(Kind.INSTANCE, "web-1", FIRST);
    control.delete(Kind.INSTANCE, "web-2", FIRST);
    assertThat(told())
        .containsExactly(
            "is.instance.instance.update success web-1",
            "sekisho.account.account.update success acme",
            "iam-identity.profile-link.create success reader",
            "iam-identity.profile-link.delete success reader",
            "is.instance.instance.revoke-tokens success web-1",
            "is.instance.instance.delete success web-2",
            "is.volume.volume.delete success web-2-boot");
  }

  @Test
  void everyRefusedCommandLeavesItsOwn() {
    apply(INVENTORY, false);
    told();
    control.delete(Kind.VPC, "blue", FIRST);
    control.delete(Kind.INSTANCE, "nobody", FIRST);
    control.link("reader", new LinkRequest("nobody", Optional.empty()), FIRST);
    control.unlink("nobody", "web-1", FIRST);
    control.revokeTokens(Kind.BARE_METAL_SERVER, "web-1", FIRST);
    assertThat(told())
        .containsExactly(
            "is.vpc.vpc.delete failure blue",
            "is.instance.instance.delete failure nobody",
            "iam-identity.profile-link.create failure reader",
            "iam-identity.profile-link.delete failure nobody",
            "is.bare-metal-server.bare-metal-server.revoke-tokens failure web-1");
  }

  @Test
  void aRecordSaysWhoWhatAndWhatBecameOfIt() {
    apply(INVENTORY, false);
    told();
    control.patchCompute(
        Kind.INSTANCE,
        "web-1",
        ComputePatch.of(
            new MetadataServiceSettings(Optional.of(true), Optional.empty(), Optional.empty())),
        FIRST);
    Entry entry = state.store().auditTrail(seen, 10).getFirst();
    JsonNode event = event(entry);
    assertThat(entry.target()).matches("\\w{4}_[0-9a-f-]{36}");
    assertThat(event.at("/initiator/id").asString()).isEqualTo("operator:first");
    assertThat(event.at("/initiator/host/address").asString()).isEqualTo("192.0.2.7");
    assertThat(event.at("/correlationId").asString()).isEqualTo(FIRST.trace());
    assertThat(event.at("/target/id").asString()).contains("::instance:" + entry.target());
    assertThat(event.at("/requestData/revision").asString()).isEqualTo("2");
    assertThat(event.at("/requestData/update").toString())
        .contains("metadata_service.enabled changed", "false", "true");
    assertThat(state.store().auditOf(new AccountId(entry.account()), Optional.empty(), seen, 10))
        .containsExactly(entry);
    assertThat(state.store().auditOf(AccountId.HOUSE, Optional.empty(), 0, 10)).isEmpty();
  }

  @Test
  void aKeyForAnOperatorIsOnRecordWithoutTheKey() {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-26T05:06:07Z"));
    OperatorKeys keys =
        new OperatorKeys(new Ledger(state.store(), clock, _ -> {}), new SecureRandom());
    String key = keys.createFirst().orElseThrow();
    assertThat(state.store().auditTrail(0, 10).getFirst().body())
        .contains("operator-key:first")
        .doesNotContain(key.substring(10));
    assertThat(told()).containsExactly("sekisho.operator-key.create success first");
  }

  @Test
  void whatIsNotOnRecordDidNotHappen() throws Exception {
    apply(INVENTORY, false);
    told();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/state.db"));
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END");
      assertThatThrownBy(() -> control.delete(Kind.INSTANCE, "web-2", FIRST))
          .hasMessageContaining("full");
      statement.execute("DROP TRIGGER full");
    }
    assertThat(control.counts(FIRST)).containsEntry("instances", 2);
    assertThat(told()).isEmpty();
    control.delete(Kind.INSTANCE, "web-2", FIRST);
    assertThat(told())
        .containsExactly(
            "is.instance.instance.delete success web-2",
            "is.volume.volume.delete success web-2-boot");
  }

  /// The records since the last call.
  private List<String> told() {
    List<Entry> entries = state.store().auditTrail(seen, 1_000);
    seen = entries.isEmpty() ? seen : entries.getLast().sequence();
    return entries.stream()
        .map(
            entry ->
                "%s %s %s"
                    .formatted(
                        entry.action(),
                        event(entry).at("/outcome").asString(),
                        event(entry).at("/target/name").asString()))
        .toList();
  }

  private static JsonNode event(Entry entry) {
    return JsonMapper.shared().readTree(entry.body());
  }
}
