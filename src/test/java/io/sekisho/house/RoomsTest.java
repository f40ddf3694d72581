package io.sekisho.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The floor plan. Rooms from the ground up; a door leads only to a room further up this list.
///
/// To open a door, or to close one that is no longer used, change the plan: there are no
/// exemptions.
class RoomsTest {
  private static final String HOUSE = "io.sekisho";

  private static final Map<String, Set<String>> DOORS = new LinkedHashMap<>();

  static {
    // Ground floor: words everyone speaks.
    room("address");
    room("problem");
    room("telemetry");
    room("iam");
    room("vpc", "address", "iam");
    room("governance", "iam", "vpc");
    room("firewall", "address", "vpc");
    room("catalog", "address", "iam", "vpc");
    room("tag", "iam", "vpc");
    // First floor: engines.
    room("metadata", "address", "problem", "iam", "vpc");
    room("trust", "problem", "iam", "vpc");
    room("permission", "problem", "iam");
    room("assertion", "problem", "iam");
    room("nftables", "address");
    room("host", "address", "vpc", "nftables");
    room("guardrail", "iam", "vpc", "governance");
    // Second floor: keys, intentions, contracts.
    room("credential", "address", "problem", "iam", "vpc");
    room("wire");
    room("inventory", "problem", "wire");
    room("plan", "address", "problem", "iam", "vpc", "firewall", "catalog", "wire", "inventory");
    room("audit", "problem", "iam");
    room(
        "control",
        "address",
        "problem",
        "telemetry",
        "iam",
        "vpc",
        "governance",
        "firewall",
        "catalog",
        "tag",
        "wire",
        "inventory",
        "plan",
        "audit");
    room(
        "token", "address", "problem", "iam", "vpc", "trust", "assertion", "credential", "control");
    room("identity", "address", "problem", "iam", "vpc", "trust", "plan", "audit", "control");
    room(
        "access",
        "problem",
        "telemetry",
        "iam",
        "tag",
        "trust",
        "permission",
        "wire",
        "audit",
        "control");
    room("estate", "problem", "iam", "vpc", "catalog", "tag", "plan", "audit", "control");
    room("filter", "address", "problem", "vpc", "firewall", "audit", "estate");
    room(
        "compliance",
        "problem",
        "iam",
        "vpc",
        "governance",
        "guardrail",
        "audit",
        "control",
        "estate");
    room(
        "network",
        "address",
        "problem",
        "iam",
        "vpc",
        "firewall",
        "catalog",
        "plan",
        "audit",
        "control",
        "estate",
        "filter");
    room(
        "compute", "problem", "iam", "vpc", "catalog", "tag", "plan", "audit", "estate", "network");
    room("grouping", "problem", "iam", "vpc", "tag", "audit", "control", "estate");
    // Third floor: windows, one outside thing each.
    room("message", "address", "problem");
    room("http", "address", "problem", "telemetry", "message");
    room(
        "store",
        "address",
        "problem",
        "iam",
        "vpc",
        "credential",
        "plan",
        "audit",
        "control",
        "token");
    room("linux");
    room("kernel", "address", "telemetry", "nftables", "host", "linux");
    room("helper", "address", "telemetry", "nftables", "host", "wire", "linux", "kernel");
    room(
        "guest",
        "address",
        "problem",
        "telemetry",
        "iam",
        "vpc",
        "metadata",
        "trust",
        "credential",
        "message",
        "http");
    room("web", "problem", "telemetry", "wire", "control");
    room(
        "witness", "problem", "telemetry", "iam", "credential", "audit", "control", "token", "web");
    room(
        "api",
        "problem",
        "telemetry",
        "iam",
        "vpc",
        "metadata",
        "wire",
        "audit",
        "control",
        "web",
        "witness");
    room("iamapi", "problem", "iam", "credential", "control", "token", "identity", "web");
    room("accessapi", "problem", "iam", "permission", "wire", "control", "access", "web");
    room(
        "vpcapi", "address", "problem", "iam", "vpc", "catalog", "plan", "control", "estate",
        "web");
    room(
        "networkapi",
        "address",
        "problem",
        "iam",
        "vpc",
        "firewall",
        "plan",
        "estate",
        "network",
        "web",
        "vpcapi");
    room(
        "computeapi",
        "tag",
        "address",
        "problem",
        "iam",
        "vpc",
        "catalog",
        "wire",
        "estate",
        "compute",
        "web",
        "vpcapi");
    room(
        "complianceapi",
        "problem",
        "iam",
        "vpc",
        "governance",
        "guardrail",
        "control",
        "estate",
        "compliance",
        "web");
    room("groupingapi", "problem", "iam", "vpc", "tag", "grouping", "estate", "web");
    room(
        "filterapi",
        "iam",
        "problem",
        "vpc",
        "firewall",
        "estate",
        "filter",
        "network",
        "web",
        "vpcapi",
        "networkapi");
    room("openapi", "problem", "wire", "web");
    room("client", "wire");
    room("cli", "wire", "client");
    room("clerk", "wire", "client", "cli");
    room("auditor", "problem", "wire", "audit", "client", "cli");
    room("lab", "host", "wire", "kernel", "client");
    room("probe", "client");
    room(
        "catalogapi",
        "iam",
        "problem",
        "vpc",
        "catalog",
        "plan",
        "estate",
        "compute",
        "web",
        "vpcapi");
    room(
        "office",
        "problem",
        "telemetry",
        "assertion",
        "credential",
        "audit",
        "control",
        "token",
        "identity",
        "access",
        "estate",
        "compliance",
        "network",
        "store",
        "web",
        "witness",
        "api",
        "iamapi",
        "accessapi",
        "vpcapi",
        "groupingapi",
        "networkapi",
        "computeapi",
        "complianceapi",
        "filterapi",
        "openapi",
        "catalogapi");
    room("keeper", "store", "linux", "client", "office");
    // Roof: everything meets here, and nowhere else.
    room("app", DOORS.keySet().toArray(new String[0]));
  }

  /// Outside things that belong to one room each, and the rooms that may have them.
  private static final List<Ban> BANS =
      List.of(
          new Ban("java.sql.", Set.of("store"), "a database has one room"),
          new Ban(
              "java.lang.ProcessBuilder",
              Set.of("kernel", "lab"),
              "the kernel room starts processes; the lab runs what its user types"),
          new Ban(
              "javax.crypto.",
              Set.of("credential", "probe"),
              "keys have one room; the probe forges tokens, holds no key of ours"),
          new Ban(
              "java.security.PrivateKey",
              Set.of("credential", "probe"),
              "keys have one room; the probe forges tokens, holds no key of ours"),
          new Ban("io.netty.", Set.of("message", "http"), "two rooms face guests' bytes"),
          new Ban("io.helidon.", Set.of("web"), "one room faces operators' bytes"),
          new Ban("java.lang.foreign.", Set.of("linux", "kernel"), "native calls have two rooms"));

  private static final Set<String> ENGINES =
      Set.of(
          "address problem iam vpc firewall metadata trust permission assertion nftables host"
              .split(" "));

  private static final Set<String> NOT_FOR_ENGINES =
      Set.of("java.lang.Thread", "java.nio.file.Files", "java.net.Socket", "java.io.File");

  private static final JavaClasses HOUSE_CLASSES =
      new ClassFileImporter(Set.of(new ImportOption.DoNotIncludeTests())).importPackages(HOUSE);

  @Test
  void doorsInTheCodeAreExactlyTheDoorsOnThePlan() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (JavaClass type : HOUSE_CLASSES) {
      Set<String> doors = found.computeIfAbsent(room(type), any -> new TreeSet<>());
      uses(type).filter(RoomsTest::inHouse).map(RoomsTest::room).forEach(doors::add);
      doors.remove(room(type));
    }
    Map<String, Set<String>> planned = new TreeMap<>();
    DOORS.forEach((room, doors) -> planned.put(room, new TreeSet<>(doors)));
    planned.put("app", found.getOrDefault("app", Set.of()));
    assertThat(found).isEqualTo(planned);
  }

  @Test
  void everyDoorLeadsToARoomFurtherUpTheList() {
    List<String> order = new ArrayList<>(DOORS.keySet());
    DOORS.forEach(
        (room, doors) ->
            assertThat(doors)
                .as(room)
                .allMatch(
                    door -> order.indexOf(door) < order.indexOf(room) && order.contains(door)));
  }

  @Test
  void outsideThingsStayInTheirRooms() {
    List<String> trespasses = new ArrayList<>();
    for (JavaClass type : HOUSE_CLASSES) {
      for (Ban ban : BANS) {
        if (!ban.rooms.contains(room(type)) && !room(type).equals("app")) {
          uses(type)
              .filter(used -> used.getName().startsWith(ban.prefix))
              .forEach(used -> trespasses.add(type.getName() + ": " + ban.reason));
        }
      }
    }
    assertThat(trespasses).isEmpty();
  }

  @Test
  void enginesHaveNoClockThreadFileOrSocket() {
    List<String> trespasses = new ArrayList<>();
    for (JavaClass type : HOUSE_CLASSES) {
      if (ENGINES.contains(room(type))) {
        uses(type)
            .filter(used -> NOT_FOR_ENGINES.contains(used.getName()))
            .forEach(used -> trespasses.add(type.getName() + " uses " + used.getName()));
        type.getMethodCallsFromSelf().stream()
            .filter(call -> call.getTarget().getName().equals("now"))
            .forEach(call -> trespasses.add(call.getDescription()));
      }
    }
    assertThat(trespasses).isEmpty();
  }

  @Test
  void onlyTheRoofReadsTheEnvironment() {
    List<String> trespasses = new ArrayList<>();
    for (JavaClass type : HOUSE_CLASSES) {
      type.getMethodCallsFromSelf().stream()
          .filter(call -> !room(type).equals("app"))
          .filter(call -> call.getTargetOwner().isEquivalentTo(System.class))
          .filter(call -> Set.of("getenv", "exit").contains(call.getTarget().getName()))
          .forEach(call -> trespasses.add(call.getDescription()));
    }
    assertThat(trespasses).isEmpty();
  }

  @Test
  void noClassIsOpenToInheritance() {
    assertThat(HOUSE_CLASSES)
        .filteredOn(type -> !type.isInterface() && !type.isAnonymousClass())
        .filteredOn(
            type ->
                !type.isEnum() && !type.getEnclosingClass().map(JavaClass::isEnum).orElse(false))
        .filteredOn(type -> !type.getName().endsWith("package-info"))
        .allMatch(
            type ->
                type.getModifiers().contains(JavaModifier.FINAL)
                    || type.getModifiers().contains(JavaModifier.ABSTRACT),
            "final, abstract, a record or an enum");
  }

  private record Ban(String prefix, Set<String> rooms, String reason) {}

  private static java.util.stream.Stream<JavaClass> uses(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType);
  }

  private static void room(String name, String... doors) {
    DOORS.put(name, Set.of(doors));
  }

  private static boolean inHouse(JavaClass type) {
    return type.getPackageName().startsWith(HOUSE + ".");
  }

  private static String room(JavaClass type) {
    String below = type.getPackageName().substring(HOUSE.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }
}
