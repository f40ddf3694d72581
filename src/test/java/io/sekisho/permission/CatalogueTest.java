package io.sekisho.permission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.permission.Catalogue.Service;
import io.sekisho.permission.Catalogue.SystemRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final String PLATFORM_ROLE = "crn:v1:bluemix:public:iam::::role:";
  private final Catalogue catalogue = Catalogue.standard();

  @Test
  void hasTheServicesThatAreServedHere() {
    assertThat(catalogue.services())
        .extracting(Service::name)
        .containsExactly(
            "is",
            "cloud-object-storage",
            "kms",
            "iam-identity",
            "iam-access-management",
            "iam-groups",
            "user-management",
            "resource-controller",
            "compliance",
            "sekisho");
  }

  @Test
  void putsTheFourIamServicesIntoOneGroup() {
    assertThat(catalogue.services())
        .filteredOn(service -> service.group().equals(Optional.of("IAM")))
        .hasSize(4)
        .allMatch(service -> service.type().equals("platform_service"));
  }

  @Test
  void givesEveryServiceTheFourPlatformRoles() {
    for (Service service : catalogue.services()) {
      assertThat(service.roles().values())
          .filteredOn(SystemRole::platform)
          .extracting(SystemRole::crn)
          .containsExactly(
              PLATFORM_ROLE + "Viewer",
              PLATFORM_ROLE + "Operator",
              PLATFORM_ROLE + "Editor",
              PLATFORM_ROLE + "Administrator");
    }
  }

  @Test
  void knowsEveryActionByItsServiceOrEverywhere() {
    Set<String> everywhere = catalogue.everywhere().actions();
    for (Service service : catalogue.services()) {
      assertThat(service.actions())
          .allMatch(a -> everywhere.contains(a) || a.startsWith(service.name() + "."))
          .hasSizeGreaterThan(everywhere.size());
    }
  }

  @Test
  void namesEachRoleByItsKeyAndDescribesIt() {
    for (Service service : catalogue.services()) {
      for (Map.Entry<String, SystemRole> role : service.roles().entrySet()) {
        assertThat(role.getKey()).isEqualTo(role.getValue().crn());
        assertThat(role.getValue().displayName()).isNotBlank();
        assertThat(role.getValue().description()).endsWith(".");
        assertThat(role.getValue().actions()).isNotEmpty();
      }
    }
  }

  @Test
  void letsAnAdministratorDoWhatAnyPlatformRoleDoes() {
    for (Service service : catalogue.services()) {
      Set<String> all = service.roles().get(PLATFORM_ROLE + "Administrator").actions();
      assertThat(service.roles().values())
          .filteredOn(SystemRole::platform)
          .allMatch(role -> all.containsAll(role.actions()));
    }
  }

  /// Only who administers a service gives access to it.
  @Test
  void letsNobodyElseGiveAccess() {
    for (Service service : catalogue.services()) {
      assertThat(service.roles().values())
          .filteredOn(role -> role.actions().contains("iam.policy.create"))
          .extracting(SystemRole::name)
          .containsExactly("Administrator");
    }
  }

  @Test
  void namesRolesOfOneServiceAsIbmDoes() {
    assertThat(catalogue.service("iam-identity").orElseThrow().roles())
        .containsKey("crn:v1:bluemix:public:iam-identity::::serviceRole:ServiceIdCreator");
    assertThat(catalogue.service("cloud-object-storage").orElseThrow().roles())
        .containsKey("crn:v1:bluemix:public:iam::::serviceRole:Writer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Starter|is|is.instance.instance.operate|
          Starter|is|is.instance.instance.operate iam.policy.read|
          starter|is|is.instance.instance.operate|name
          Start er|is|is.instance.instance.operate|name
          ''|is|is.instance.instance.operate|name
          Starter|os|is.instance.instance.operate|service_name
          Starter|is|is.instance.instance.operated|actions
          Starter|is|iam-identity.profile.get|actions
          Starter|is|iam.policy.read|actions
          """)
  void objectsToACustomRoleThatMakesNoSense(
      String name, String service, String actions, String field) {
    assertThat(catalogue.objection(name, service, List.of(actions.split(" "))))
        .map(problem -> problem.target().orElseThrow().name())
        .isEqualTo(Optional.ofNullable(field));
  }

  @Test
  void objectsToACustomRoleOfNothing() {
    assertThat(catalogue.objection("Starter", "is", List.of())).isPresent();
  }
}
