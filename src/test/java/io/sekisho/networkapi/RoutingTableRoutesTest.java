package io.sekisho.networkapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Routing tables and routes over IBM's API.
class RoutingTableRoutesTest {
  private final LiveVpc vpc = new LiveVpc();
  private String blue = "";
  private String tables = "";

  @BeforeEach
  void makeVpc() {
    blue = "/vpcs/" + vpc.make("/vpcs", "{'name':'blue'}").get("id").asString();
    tables = blue + "/routing_tables";
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private String table(String rest) {
    return tables + "/" + vpc.make(tables, "{" + rest + "}").get("id").asString();
  }

  private int refused(String rest) {
    return vpc.post(tables, "{" + rest + "}").status();
  }

  private Answer patch(String path, String body) {
    return vpc.sendSeen("PATCH", path, body, vpc.get(path).etag());
  }

  @Test
  void areMadeShownRenamedAndDeleted() {
    JsonNode made =
        vpc.make(tables, "{'name':'a','accept_routes_from':[{'resource_type':'vpn_server'}]}");
    assertThat(made.get("is_default").asBoolean()).isFalse();
    assertThat(made.at("/accept_routes_from/0/resource_type").asString()).isEqualTo("vpn_server");
    String path = tables + "/" + made.get("id").asString();
    String seen = vpc.get(path).etag();
    assertThat(vpc.patch(path, "{'name':'b'}").at("/name")).isEqualTo("b");
    assertThat(vpc.sendSeen("PATCH", path, "{'name':'c'}", seen).status()).isEqualTo(412);
    assertThat(vpc.sendSeen("DELETE", path, "", seen).status()).isEqualTo(412);
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
  }

  @Test
  void areThereByDefaultAndGoWithTheirVpc() {
    Answer byDefault = vpc.get(blue + "/default_routing_table");
    assertThat(byDefault.json().get("is_default").asBoolean()).isTrue();
    String path = tables + "/" + byDefault.at("/id");
    assertThat(vpc.get(path).json()).isEqualTo(byDefault.json());
    assertThat(vpc.delete(path).status()).isEqualTo(409);
    assertThat(vpc.patch(path, "{'route_internet_ingress':true}").status()).isEqualTo(409);
    table("'name':'more'");
    assertThat(vpc.all(tables + "?is_default=true", "routing_tables")).hasSize(1);
    assertThat(vpc.all(tables + "?is_default=false", "routing_tables")).hasSize(1);
    assertThat(vpc.all(tables + "?limit=1", "routing_tables")).hasSize(2);
    assertThat(vpc.delete(blue).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
  }

  @Test
  void routeWhatComesFromEachSourceOnce() {
    table("'route_direct_link_ingress':true,'advertise_routes_to':['direct_link']");
    String other = table("'name':'other'");
    assertThat(vpc.patch(other, "{'route_direct_link_ingress':true}").status()).isEqualTo(400);
    assertThat(refused("'route_direct_link_ingress':true")).isEqualTo(400);
    assertThat(vpc.patch(other, "{'route_vpc_zone_ingress':true}").status()).isEqualTo(200);
    assertThat(vpc.patch(other, "{'route_vpc_zone_ingress':false}").status()).isEqualTo(200);
  }

  @Test
  void replaceListsForWhoSawThem() {
    String path = table("'route_transit_gateway_ingress':true");
    String list = "{'advertise_routes_to':['transit_gateway']}";
    assertThat(vpc.patch(path, list).at("/errors/0/target/name")).isEqualTo("If-Match");
    assertThat(patch(path, list).json().get("advertise_routes_to")).hasSize(1);
    assertThat(vpc.patch(path, "{'route_transit_gateway_ingress':false}").status()).isEqualTo(400);
    assertThat(patch(path, "{'advertise_routes_to':['direct_link']}").status()).isEqualTo(400);
    assertThat(patch(path, "{'advertise_routes_to':[]}").status()).isEqualTo(200);
    assertThat(patch(path, "{'accept_routes_from':[{'resource_type':'vpc'}]}").status())
        .isEqualTo(400);
  }

  @Test
  void areRefusedWhatCantBe() {
    table("'name':'a'");
    assertThat(refused("'name':'a'")).isEqualTo(409);
    assertThat(refused("'name':'A'")).isEqualTo(400);
    assertThat(refused("'advertise_routes_to':['internet']")).isEqualTo(400);
    assertThat(refused("'advertise_routes_to':['direct_link']")).isEqualTo(400);
    assertThat(refused("'accept_routes_from':[{}]")).isEqualTo(400);
    assertThat(refused("'routes':[{'destination':'10.9.0.0/16'}]")).isEqualTo(400);
    assertThat(vpc.get(blue + "/routing_tables/none").status()).isEqualTo(404);
    JsonNode green = vpc.make("/vpcs", "{'name':'green'}");
    String theirs = green.at("/default_routing_table/id").asString();
    assertThat(vpc.get(tables + "/" + theirs).status()).isEqualTo(404);
    assertThat(vpc.sendIn(vpc.rival, "GET", tables, "").status()).isEqualTo(404);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", tables, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "POST", tables, "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", tables, "").status()).isEqualTo(403);
  }

  @Test
  void areFiftyInAVpcAtMost() {
    for (int i = 0; i < 49; i++) {
      table("");
    }
    assertThat(refused("")).isEqualTo(409);
  }

  @Nested
  class RoutesOfOne {
    private static final String DELIVERED =
        "'destination':'%s','zone':{'name':'us-south-1'},'next_hop':{'address':'%s'}";
    private static final String DROPPED =
        "'destination':'%s','zone':{'name':'us-south-1'},'action':'drop'";

    private String routes = "";

    @BeforeEach
    void makeTable() {
      routes = table("'name':'mine'") + "/routes";
    }

    private String route(String rest) {
      return routes + "/" + vpc.make(routes, "{" + rest + "}").get("id").asString();
    }

    private int status(String rest) {
      return vpc.post(routes, "{" + rest + "}").status();
    }

    @Test
    void areMadeShownChangedAndDeleted() {
      String path = route("'name':'a'," + DELIVERED.formatted("10.9.0.0/16", "10.240.0.9"));
      Answer one = vpc.get(path);
      assertThat(one.at("/action")).isEqualTo("deliver");
      assertThat(one.at("/priority")).isEqualTo("2");
      assertThat(one.at("/origin")).isEqualTo("user");
      Answer changed =
          vpc.patch(path, "{'name':'b','priority':4,'next_hop':{'address':'10.240.0.8'}}");
      assertThat(changed.at("/next_hop/address")).isEqualTo("10.240.0.8");
      assertThat(vpc.get(path).json()).isEqualTo(changed.json());
      String whole = routes.replaceFirst("/routes$", "");
      assertThat(vpc.get(whole).at("/routes/0/name")).isEqualTo("b");
      assertThat(vpc.delete(path).status()).isEqualTo(204);
      assertThat(vpc.get(path).status()).isEqualTo(404);
      assertThat(vpc.patch(path, "{}").status()).isEqualTo(404);
      assertThat(vpc.trail("is.vpc.routing-table-route.delete")).isEqualTo(1);
    }

    @Test
    void comeWithTheirTable() {
      String body =
          "'routes':[{%s},{%s}]"
              .formatted(
                  DELIVERED.formatted("10.9.0.0/16", "10.240.0.9"),
                  DROPPED.formatted("10.8.0.0/16"));
      assertThat(vpc.all(table(body) + "/routes?limit=1", "routes")).hasSize(2);
    }

    @Test
    void haveANextHopIfTheyDeliver() {
      String drop = route(DROPPED.formatted("10.8.0.0/16"));
      assertThat(vpc.get(drop).at("/next_hop/address")).isEqualTo("0.0.0.0");
      String address = "{'next_hop':{'address':'%s'}}";
      assertThat(vpc.patch(drop, address.formatted("10.240.0.9")).status()).isEqualTo(400);
      assertThat(vpc.patch(drop, address.formatted("0.0.0.0")).status()).isEqualTo(200);
      assertThat(vpc.patch(drop, "{'next_hop':null}").status()).isEqualTo(200);
      String deliver = route(DELIVERED.formatted("10.9.0.0/16", "10.240.0.9"));
      assertThat(vpc.patch(deliver, "{'next_hop':null}").status()).isEqualTo(400);
      assertThat(status(DELIVERED.formatted("10.7.0.0/16", "0.0.0.0"))).isEqualTo(400);
      assertThat(status("'destination':'10.7.0.0/16','zone':{'name':'us-south-1'}")).isEqualTo(400);
      assertThat(status(DROPPED.formatted("10.7.0.0/16") + ",'next_hop':{'id':'x'}"))
          .isEqualTo(400);
    }

    @Test
    void areRefusedWhatCantBe() {
      route("'name':'a'," + DROPPED.formatted("10.8.0.0/16"));
      String drop = DROPPED.formatted("10.7.0.0/16");
      assertThat(status("'name':'a'," + drop)).isEqualTo(409);
      for (String rest :
          List.of(
              "'name':'ibm-mine'," + drop,
              "'priority':5," + drop,
              "'priority':-1," + drop,
              DROPPED.formatted("10.7.0.1/16"),
              DROPPED.formatted("fd00::/64"),
              drop.replace("drop", "lose"),
              drop.replace("us-south-1", "eu-de-1"),
              "'destination':'10.7.0.0/16'",
              "'zone':{'name':'us-south-1'}")) {
        assertThat(status(rest)).as(rest).isEqualTo(400);
      }
    }

    @Test
    void shareADestinationInPairs() {
      route(DELIVERED.formatted("10.9.0.0/16", "10.240.0.9"));
      assertThat(status(DELIVERED.formatted("10.9.0.0/16", "10.240.0.9"))).isEqualTo(409);
      assertThat(status(DROPPED.formatted("10.9.0.0/16"))).isEqualTo(409);
      route(DELIVERED.formatted("10.9.0.0/16", "10.240.0.8"));
      String third = DELIVERED.formatted("10.9.0.0/16", "10.240.0.7");
      assertThat(status(third)).isEqualTo(409);
      String last = route("'priority':3," + third);
      assertThat(vpc.patch(last, "{'priority':2}").status()).isEqualTo(409);
      assertThat(status(third.replace("south-1", "south-2"))).isEqualTo(201);
    }

    @Test
    void areAdvertisedTogetherByWhoMayAdvertise() {
      String advertised = DELIVERED.formatted("10.9.0.0/16", "10.240.0.%d") + ",'advertise':%b";
      String path = route(advertised.formatted(9, true));
      assertThat(status(advertised.formatted(8, false))).isEqualTo(400);
      assertThat(status(advertised.formatted(8, true))).isEqualTo(201);
      assertThat(vpc.patch(path, "{'advertise':false}").status()).isEqualTo(400);
      String single = route(DELIVERED.formatted("10.8.0.0/16", "10.240.0.9"));
      assertThat(vpc.patch(single, "{'advertise':true}").status()).isEqualTo(200);
    }

    @Test
    void haveFourteenLengthsAtMost() {
      for (int i = 0; i < 14; i++) {
        route(DROPPED.formatted("10.0.0.0/" + (8 + i)));
      }
      assertThat(status(DROPPED.formatted("10.0.0.0/30"))).isEqualTo(409);
      assertThat(status(DROPPED.formatted("10.128.0.0/9"))).isEqualTo(201);
    }

    @Test
    void areTwoHundredInATableAtMost() {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        all.append(i == 0 ? "{" : ",{")
            .append(DROPPED.formatted("10.9." + i + ".0/24"))
            .append('}');
      }
      String full = table("'routes':[" + all + "]") + "/routes";
      String more = "{" + DROPPED.formatted("10.10.0.0/24") + "}";
      assertThat(vpc.post(full, more).status()).isEqualTo(409);
    }

    @Test
    void ofTheDefaultTableHaveAnOlderPath() {
      String older = blue + "/routes";
      JsonNode made = vpc.make(older, "{" + DROPPED.formatted("10.9.0.0/16") + "}");
      assertThat(made.get("href").asString()).contains("/routing_tables/");
      String path = older + "/" + made.get("id").asString();
      assertThat(vpc.get(path).json()).isEqualTo(made);
      assertThat(vpc.all(older + "?zone.name=us-south-1&limit=1", "routes")).hasSize(1);
      assertThat(vpc.all(older + "?zone.name=us-south-2", "routes")).isEmpty();
      assertThat(vpc.patch(path, "{'name':'mine'}").at("/name")).isEqualTo("mine");
      assertThat(vpc.delete(path).status()).isEqualTo(204);
      assertThat(vpc.get(path).status()).isEqualTo(404);
    }
  }
}
