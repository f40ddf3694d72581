package io.sekisho.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.address.Ip;
import io.sekisho.iam.Account;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Samples;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final Contents contents = Samples.contents();
  private final Snapshot first = Snapshot.EMPTY.next(1, contents);

  @Test
  void isEmptyAtFirst() {
    assertThat(Snapshot.EMPTY.revision()).isZero();
    assertThat(Snapshot.EMPTY.subjects()).isEmpty();
    assertThat(Snapshot.EMPTY.owner(Samples.vpc().id(), Ip.parse("10.240.0.10"))).isEmpty();
  }

  @Test
  void keepsTheOrderOfTheContents() {
    assertThat(first.subjects())
        .extracting(subject -> subject.compute().id())
        .containsExactly(
            Samples.RICH_ID, Samples.MINIMAL_ID, Samples.EMPTY_ID, Samples.BARE_METAL_ID);
  }

  @Test
  void givesASubjectItsSurroundingsAndNoOthers() {
    Subject rich = first.subject(Samples.RICH_ID).orElseThrow();
    assertThat(rich.subnets().keySet())
        .containsExactlyInAnyOrder(Samples.subnet().id(), Samples.storageSubnet().id());
    assertThat(rich.keys()).containsExactly(Samples.rsaKey(), Samples.edKey());
    assertThat(rich.placementGroup()).contains(Samples.placementGroup());
    Subject minimal = first.subject(Samples.MINIMAL_ID).orElseThrow();
    assertThat(minimal.subnets()).isEqualTo(Map.of(Samples.subnet().id(), Samples.subnet()));
    assertThat(minimal.keys()).containsExactly(Samples.edKey());
    assertThat(minimal.placementGroup()).isEmpty();
  }

  @Test
  void keepsAGuestsSecretsOutOfItsText() {
    assertThat(first.subject(Samples.RICH_ID).orElseThrow().toString())
        .contains("web-1")
        .doesNotContain("#cloud-config", "bm90IGEgcGFzc3dvcmQ=", "ABCD-EFGH-1234");
  }

  @Nested
  class Following {
    @Test
    void keepsTheSameSubjectWhileNothingItSeesChanges() {
      Snapshot second = first.next(2, Samples.contents());
      assertThat(second.revision()).isEqualTo(2);
      for (Subject before : first.subjects()) {
        assertThat(second.subject(before.compute().id()).orElseThrow()).isSameAs(before);
      }
    }

    @Test
    void makesANewSubjectOfAChangedInstanceOnly() {
      Instance moved = Changed.with(Samples.richInstance(), "tokenGeneration", 4L);
      Snapshot second =
          first.next(
              2,
              Samples.contents(
                  moved,
                  Samples.minimalInstance(),
                  Samples.emptyInstance(),
                  Samples.bareMetalServer()));
      assertThat(changed(second)).containsExactly(Samples.RICH_ID);
      assertThat(second.subject(Samples.RICH_ID).orElseThrow().compute()).isEqualTo(moved);
    }

    @Test
    void makesNewSubjectsOfAllWhenTheirAccountChanges() {
      Account off = Changed.with(Samples.account(), "metadataServiceEnabled", false);
      Snapshot second =
          first.next(2, new Contents(List.of(off), contents.profiles(), contents.resources()));
      assertThat(changed(second)).hasSize(4);
      assertThat(second.subjects()).noneMatch(Subject::served);
    }

    @Test
    void makesNewSubjectsOfThoseThatHoldAChangedKey() {
      Key renamed = Changed.with(Samples.rsaKey(), "fingerprint", "SHA256:other");
      Snapshot second = first.next(2, instead(contents, renamed));
      assertThat(changed(second)).containsExactly(Samples.RICH_ID);
    }

    @Test
    void makesNewSubjectsOfThoseInAChangedSubnet() {
      Subnet renamed = Changed.with(Samples.storageSubnet(), "zone", "us-south-2");
      Snapshot second = first.next(2, instead(contents, renamed));
      assertThat(changed(second)).containsExactly(Samples.RICH_ID);
    }

    @Test
    void forgetsWhatIsGone() {
      Snapshot second = first.next(2, Samples.contents(Samples.minimalInstance()));
      assertThat(second.subject(Samples.RICH_ID)).isEmpty();
      assertThat(second.owner(Samples.vpc().id(), Ip.parse("10.240.0.10"))).isEmpty();
      assertThat(second.subjects()).hasSize(1);
    }

    @Test
    void leavesTheOneBeforeAsItWas() {
      Snapshot unused = first.next(2, Samples.contents(Samples.minimalInstance()));
      assertThat(unused.revision()).isEqualTo(2);
      assertThat(first.subject(Samples.RICH_ID)).isPresent();
      assertThat(first.owner(Samples.vpc().id(), Ip.parse("10.240.0.10"))).isPresent();
    }

    private static Contents instead(Contents contents, Resource changed) {
      return new Contents(
          contents.accounts(),
          contents.profiles(),
          contents.resources().stream()
              .map(each -> each.id().equals(changed.id()) ? changed : each)
              .toList());
    }

    @SuppressWarnings("ReferenceEquality") // That the reference is the same is what is promised.
    private List<String> changed(Snapshot second) {
      return second.subjects().stream()
          .filter(subject -> first.subject(subject.compute().id()).orElseThrow() != subject)
          .map(subject -> subject.compute().id())
          .toList();
    }
  }

  @Nested
  class Owning {
    private final Vpc other = elsewhere(Samples.vpc());

    @Test
    void findsAnInterfaceByAnyOfItsAddresses() {
      for (String address : List.of("10.240.0.10", "10.240.0.110", "fd00:5e:1::10")) {
        Snapshot.Owner owner = owner(first, Samples.vpc(), address).orElseThrow();
        assertThat(owner.subject()).isSameAs(first.subject(Samples.RICH_ID).orElseThrow());
        assertThat(owner.nic().mark()).isEqualTo(1);
      }
      assertThat(owner(first, Samples.vpc(), "10.240.64.11").orElseThrow().nic().mark())
          .isEqualTo(2);
    }

    @Test
    void findsNothingByAFloatingOrAnUnusedAddress() {
      assertThat(owner(first, Samples.vpc(), "192.0.2.17")).isEmpty();
      assertThat(owner(first, Samples.vpc(), "10.240.0.99")).isEmpty();
    }

    @Test
    void tellsTenantsWithTheSameAddressApart() {
      Snapshot both = first.next(2, withTwin());
      assertThat(owner(both, Samples.vpc(), "10.240.0.20").orElseThrow().subject().compute().id())
          .isEqualTo(Samples.MINIMAL_ID);
      assertThat(owner(both, other, "10.240.0.20").orElseThrow().subject().compute().id())
          .isEqualTo("0717_twin");
      assertThat(owner(both, other, "10.240.0.10")).isEmpty();
    }

    @Test
    void refusesTwoInterfacesWithOneAddressInOneVpc() {
      Instance thief =
          Changed.with(
              Samples.emptyInstance(), "interfaces", List.of(Samples.plainInterface(9, 20)));
      Contents ambiguous = Samples.contents(Samples.minimalInstance(), thief);
      assertThatThrownBy(() -> first.next(2, ambiguous))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("10.240.0.20");
    }

    private Contents withTwin() {
      Subnet front = Samples.subnet();
      Subnet twinSubnet =
          Changed.with(
              Changed.with(front, "vpc", other.id()),
              "identity",
              Changed.with(front.identity(), "id", "0717-twin-subnet"));
      NetworkInterface nic = inSubnet(Samples.plainInterface(9, 20), twinSubnet);
      Instance empty = Samples.emptyInstance();
      Instance twin =
          Changed.with(
              Changed.with(Changed.with(empty, "interfaces", List.of(nic)), "vpc", other.id()),
              "identity",
              Changed.with(empty.identity(), "id", "0717_twin"));
      List<Resource> resources = new ArrayList<>(contents.resources());
      resources.addAll(List.of(other, twinSubnet, twin));
      return new Contents(contents.accounts(), contents.profiles(), resources);
    }

    private static NetworkInterface inSubnet(NetworkInterface nic, Subnet subnet) {
      return nic.with(Changed.with(nic.virtualNetworkInterface(), "subnet", subnet.id()));
    }

    private static Vpc elsewhere(Vpc vpc) {
      Identity identity = Changed.with(vpc.identity(), "id", "r006-other");
      return Changed.with(Changed.with(vpc, "index", 8), "identity", identity);
    }

    private static Optional<Snapshot.Owner> owner(Snapshot snapshot, Vpc vpc, String address) {
      return snapshot.owner(vpc.id(), Ip.parse(address));
    }
  }

  @Nested
  class Dangling {
    @Test
    void refusesAnUnknownSubnet() {
      refuses(Subnet.class);
    }

    @Test
    void refusesAnUnknownKey() {
      refuses(Key.class);
    }

    @Test
    void refusesAnUnknownPlacementGroup() {
      refuses(PlacementGroup.class);
    }

    @Test
    void refusesAnUnknownVpc() {
      refuses(Vpc.class);
    }

    @Test
    void refusesAnUnknownAccount() {
      refuses(Account.class);
    }

    private void refuses(Class<?> missing) {
      List<Object> all = new ArrayList<>(contents.accounts());
      all.addAll(contents.resources());
      all.removeIf(missing::isInstance);
      Contents dangling = Contents.of(all);
      assertThatThrownBy(() -> first.next(2, dangling))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nothing has the id");
    }
  }
}
