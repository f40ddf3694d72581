package io.sekisho.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.vpc.Subnet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressBookTest {
  private static final Prefix EIGHT = Prefix.parse("10.0.0.8/29");

  private final AddressBook book = new AddressBook();

  @Test
  void assignsWhatIsNeitherReservedNorTaken() {
    assertThat(book.claim("vpc", Ip.parse("10.0.0.13"), "web-1 eth0")).isEmpty();
    assertThat(book.assign("vpc", EIGHT, "a")).contains(Ip.parse("10.0.0.12"));
    assertThat(book.assign("vpc", EIGHT, "b")).contains(Ip.parse("10.0.0.14"));
    assertThat(book.assign("vpc", EIGHT, "c")).isEmpty();
  }

  @Test
  void keepsVpcsApart() {
    assertThat(book.assign("blue", EIGHT, "a")).isEqualTo(book.assign("green", EIGHT, "b"));
  }

  @Test
  void namesTheHolder() {
    book.claim("vpc", Ip.parse("10.0.0.12"), "web-1 eth0");
    assertThat(book.claim("vpc", Ip.parse("10.0.0.12"), "web-2 eth0")).contains("web-1 eth0");
  }

  @Test
  void fillsASubnetToTheLastAddress() {
    Prefix block = Prefix.parse("10.1.0.0/22");
    Set<Ip> all = new HashSet<>();
    for (int i = 0; i < 1024 - 5; i++) {
      all.add(book.assign("vpc", block, "x").orElseThrow());
    }
    assertThat(all).hasSize(1024 - 5).allMatch(block::contains);
    assertThat(all).allMatch(ip -> Subnet.reserved(block, ip).isEmpty());
    assertThat(book.assign("vpc", block, "x")).isEmpty();
  }

  @Test
  void makesMacsThatNobodyElseHas() {
    var taken = book.assign("vpc", 7, "a");
    assertThat(taken.toString()).isEqualTo("02:5e:00:00:00:07");
    assertThat(book.assign("vpc", 7, "b").toString()).isEqualTo("02:5f:00:00:00:07");
    assertThat(book.assign("vpc", Integer.MAX_VALUE, "c").toString())
        .isEqualTo("02:5e:7f:ff:ff:ff");
  }
}
