package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two tenants have chosen the same address, as tenants do: `web-1` and `shop-1` are both 10.0.0.5.
@Tag("root")
class SameAddressTest {
  @RegisterExtension static final Product PRODUCT = new Product("at3");

  private static final int PROGRAMS = 4;

  private final Guest web = PRODUCT.guest("acme/web-1");
  private final Guest shop = PRODUCT.guest("globex/shop-1");

  @Test
  void eachIsToldOfItself() {
    assertThat(web.whoAmI()).isEqualTo("web-1");
    assertThat(shop.whoAmI()).isEqualTo("shop-1");
  }

  @ParameterizedTest
  @CsvSource({"keep-alive, 4000", "close, 400"}) // an interface has 100 new connections a second
  void neitherEverHearsOfTheOtherHoweverManyRequestsThereAre(String connection, int requests) {
    CompletableFuture<String> ofWeb =
        CompletableFuture.supplyAsync(() -> flood(web, connection, requests));
    CompletableFuture<String> ofShop =
        CompletableFuture.supplyAsync(() -> flood(shop, connection, requests));

    assertThat(count("\"name\":\"web-1\"", ofWeb.join())).isEqualTo(requests);
    assertThat(count("shop-1", ofWeb.join())).isZero();
    assertThat(count("\"name\":\"shop-1\"", ofShop.join())).isEqualTo(requests);
    assertThat(count("web-1", ofShop.join())).isZero();
  }

  @Test
  void neithersTokenIsWorthAnythingToTheOther() {
    String url = Guest.IPV4 + "/metadata/v1/instance";
    Answer stolen = shop.get(url, web.token(Guest.IPV4));
    Answer invented = shop.get(url, "ey.ey.ey");

    assertThat(stolen.status()).isEqualTo(401);
    assertThat(stolen.at("/errors/0/message")).isEqualTo(invented.at("/errors/0/message"));
  }

  /// The same document again and again, by four programs at a time; the part of a URL behind # is
  /// not sent.
  private static String flood(Guest guest, String connection, int requests) {
    String curl =
        "curl -sS -H 'Authorization: Bearer %s' -H 'Connection: %s' '%s/metadata/v1/instance?version=%s#[1-%d]'"
            .formatted(
                guest.token(Guest.IPV4),
                connection,
                Guest.IPV4,
                Guest.VERSION,
                requests / PROGRAMS);
    return guest.sh(
        """
        folder=$(mktemp -d)
        for i in $(seq %d); do %s > $folder/$i & done
        wait
        cat $folder/*
        rm -r $folder
        """
            .formatted(PROGRAMS, curl));
  }

  private static long count(String part, String text) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }
}
