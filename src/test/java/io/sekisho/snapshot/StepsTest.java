package io.sekisho.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.snapshot.Snapshot.Changes;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.ResourceGroup;
import io.sekisho.vpc.Samples;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What grows step by step is what would be made of the same documents all at once.
class StepsTest {
  private static final AccountId RIVAL = new AccountId("b".repeat(32));
  private static final int HOSTS = 40;

  private final Map<String, Object> model = new LinkedHashMap<>();
  private Random random = new Random(1);
  private Contents contents = Contents.NONE;
  private Snapshot now = Snapshot.EMPTY.next(1, contents);

  private void begin(long seed) {
    random = new Random(seed);
    Samples.contents().all(Object.class).forEach(it -> model.put(Contents.id(it), it));
    model.put(RIVAL.value(), new Account(RIVAL, "rival", true, Samples.MADE));
    contents = Contents.of(model.values());
    now = now.next(2, contents);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreeWithWhatIsMadeAtOnce(long seed) {
    begin(seed);
    Snapshot first = now;
    Set<String> everChanged = new HashSet<>();
    for (int i = 0; i < 150; i++) {
      Snapshot before = now;
      step(i + 3);
      expectSameAsAtOnce();
      Set<String> changed = differing(before);
      everChanged.addAll(changed);
      assertThat(now.since(before).orElseThrow().computes()).isEqualTo(changed);
    }
    assertThat(now.since(first).map(Changes::computes)).contains(everChanged);
  }

  @Test
  void tellsWhichProfilesChanged() {
    begin(1);
    Snapshot before = now;
    TrustedProfile profile =
        new TrustedProfile(
            Samples.PROFILE_ID,
            Samples.ACCOUNT,
            "reader",
            "",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Samples.MADE,
            Samples.MADE);
    contents = contents.with(profile);
    now = now.next(3, contents, Set.of(profile.id()));
    assertThat(now.since(before))
        .contains(new Changes(Set.of(), Set.of(profile.id()), Set.of(profile.id())));
    assertThat(now.profile(profile.id())).contains(profile);
    Snapshot later = now.next(4, contents.without(profile.id()), Set.of(profile.id()));
    assertThat(later.since(now))
        .contains(new Changes(Set.of(), Set.of(profile.id()), Set.of(profile.id())));
    assertThat(later.since(later)).contains(new Changes(Set.of(), Set.of(), Set.of()));
  }

  @Test
  void knowsNothingOfAnotherLineOrOfLongAgo() {
    begin(1);
    Snapshot before = now;
    assertThat(now.next(3, contents).since(before)).isEmpty();
    for (int i = 0; i < 1_001; i++) {
      now = now.next(i + 3, contents, Set.of());
    }
    assertThat(now.since(before)).isEmpty();
  }

  /// One write of one to three changes.
  private void step(long revision) {
    Set<String> changed = new HashSet<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      change(changed);
    }
    now = now.next(revision, contents, changed);
  }

  private void change(Set<String> changed) {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> attach(random.nextInt(HOSTS), changed);
      case 10, 11 -> release(random.nextInt(HOSTS), changed);
      case 3 -> drop(id("i", random.nextInt(HOSTS)), changed);
      case 4 -> patch(changed);
      case 5 -> put(account(), changed);
      case 6 -> put(Changed.with(Samples.edKey(), "fingerprint", word()), changed);
      case 7 -> put(Changed.with(Samples.subnet(), "zone", word()), changed);
      case 8 -> put(named(Samples.vpc(), word()), changed);
      default -> group(changed);
    }
  }

  private void put(Object value, Set<String> changed) {
    model.put(Contents.id(value), value);
    contents = contents.with(value);
    changed.add(Contents.id(value));
  }

  /// What stood alone stands in an instance from now on.
  private void attach(int host, Set<String> changed) {
    Instance made = instance(host);
    for (NetworkInterface nic : made.interfaces()) {
      String vni = nic.virtualNetworkInterface().id();
      if (model.remove(vni) != null) {
        changed.add(vni);
      }
    }
    put(made, changed);
  }

  /// What stood in an instance stands alone from now on; the instance learns of it a little later,
  /// and sometimes it goes.
  private void release(int host, Set<String> changed) {
    if (model.get(id("i", host)) instanceof Instance it && !it.interfaces().isEmpty()) {
      put(it.interfaces().getFirst().virtualNetworkInterface(), changed);
      if (random.nextBoolean()) {
        put(Changed.with(it, "interfaces", List.of()), changed);
      } else {
        drop(it.id(), changed);
      }
    }
  }

  private void drop(String id, Set<String> changed) {
    if (model.remove(id) != null) {
      contents = contents.without(id);
      changed.add(id);
      return;
    }
    changed.add(id);
  }

  private void patch(Set<String> changed) {
    if (model.get(id("i", random.nextInt(HOSTS))) instanceof Instance it) {
      put(Changed.with(it, "tokenGeneration", (long) random.nextInt(3)), changed);
    }
  }

  private Account account() {
    Account mine = Samples.account();
    return random.nextBoolean() ? mine : Changed.with(mine, "metadataServiceEnabled", false);
  }

  private void group(Set<String> changed) {
    if (random.nextBoolean()) {
      drop(Samples.RESOURCE_GROUP, changed);
    } else {
      Identity like = Samples.vpc().identity();
      Identity own = Changed.with(like, "id", Samples.RESOURCE_GROUP);
      put(new ResourceGroup(Changed.with(own, "name", word()), false), changed);
    }
  }

  /// Its interface, if it has one, is at an address of its own.
  private Instance instance(int host) {
    NetworkInterface nic = Samples.plainInterface(100 + host, 50 + host);
    Instance like = random.nextBoolean() ? Samples.minimalInstance() : Samples.richInstance();
    Identity identity = Changed.with(like.identity(), "id", id("i", host));
    Identity own = random.nextInt(4) == 0 ? Changed.with(identity, "account", RIVAL) : identity;
    Instance made = Changed.with(Changed.with(like, "identity", own), "interfaces", List.of(nic));
    return named(random.nextInt(5) == 0 ? Changed.with(made, "interfaces", List.of()) : made);
  }

  private Instance named(Instance it) {
    return Changed.with(it, "identity", Changed.with(it.identity(), "name", word()));
  }

  private static Vpc named(Vpc it, String name) {
    return Changed.with(it, "identity", Changed.with(it.identity(), "name", name));
  }

  private String word() {
    return List.of("ash", "beech", "cedar", "elm").get(random.nextInt(4));
  }

  private static String id(String type, int number) {
    return "0717_" + type + number;
  }

  private void expectSameAsAtOnce() {
    Contents whole = Contents.of(model.values());
    assertThat(contents).isEqualTo(whole);
    for (AccountId account : List.of(Samples.ACCOUNT, RIVAL)) {
      for (Class<?> type : List.of(Resource.class, Compute.class, Instance.class)) {
        assertThat(contents.all(account, type)).isEqualTo(whole.all(account, type));
        assertThat(contents.count(Optional.of(account), type))
            .isEqualTo(whole.all(account, type).size());
      }
      for (Class<?> type : List.of(ReservedIp.class, VirtualNetworkInterface.class)) {
        assertThat(contents.everywhere(account, type)).isEqualTo(whole.everywhere(account, type));
      }
      for (String name : List.of("ash", "elm", "eth0-vni", "nobody")) {
        assertThat(contents.named(account, Resource.class, name))
            .containsExactlyInAnyOrderElementsOf(whole.named(account, Resource.class, name));
      }
    }
    assertThat(contents.publicIps()).isEqualTo(whole.publicIps());
    for (Object each : model.values()) {
      String id = Contents.id(each);
      assertThat(contents.find(id)).contains(each);
      assertThat(contents.needing(id)).isEqualTo(whole.needing(id));
      assertThat(contents.partsOf(id)).isEqualTo(whole.partsOf(id));
      assertThat(contents.taken(id)).isEqualTo(whole.taken(id));
    }
    expectSame(Snapshot.EMPTY.next(now.revision(), whole));
  }

  private void expectSame(Snapshot whole) {
    assertThat(now.subjects()).isEqualTo(whole.subjects());
    Ip first = Samples.subnet().ipv4CidrBlock().first();
    for (int i = 0; i < 100; i++) {
      Ip ip = first.plus(i);
      assertThat(now.owner(Samples.vpc().id(), ip)).isEqualTo(whole.owner(Samples.vpc().id(), ip));
    }
  }

  /// Ids of those whose subject is not the very same one as before.
  @SuppressWarnings("ReferenceEquality") // That the reference is the same is what is promised.
  private Set<String> differing(Snapshot before) {
    List<Subject> all = new ArrayList<>(before.subjects());
    all.addAll(now.subjects());
    Set<String> differing = new HashSet<>();
    for (Subject each : all) {
      String id = each.compute().id();
      if (before.subject(id).orElse(null) != now.subject(id).orElse(null)) {
        differing.add(id);
      }
    }
    return differing;
  }
}
