package io.sekisho.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The floor plan, `doors.txt`: rooms from the ground up, each with the rooms that its doors lead
/// to, which stand further up in the list.
///
/// To open a door, or to close one that is no longer used, change the plan: there are no
/// exemptions.
class RoomsTest {
  private static final String HOUSE = "io.sekisho";

  private static final Map<String, Set<String>> DOORS = doors();

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
          "address problem iam vpc firewall metadata trust permission assertion nftables host guard exposure"
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

  private static Map<String, Set<String>> doors() {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    for (String line : lines(Path.of("src/test/resources/house/doors.txt"))) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] words = line.split(":? ", -1);
        Set<String> doors = new TreeSet<>(List.of(words).subList(1, words.length));
        all.put(words[0], doors.equals(Set.of("*")) ? Set.copyOf(all.keySet()) : doors);
      }
    }
    return all;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
