package io.sekisho.client;

import io.sekisho.wire.AccountView;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.KeyView;
import io.sekisho.wire.PlacementGroupView;
import io.sekisho.wire.ProfileView;
import io.sekisho.wire.SubnetView;
import io.sekisho.wire.View;
import io.sekisho.wire.VpcView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of resource, and how they are called on the command line.
public enum Kind {
  ACCOUNT(AccountView.class),
  VPC(VpcView.class),
  SUBNET(SubnetView.class),
  KEY(KeyView.class),
  PLACEMENT_GROUP(PlacementGroupView.class, "group"),
  INSTANCE(ComputeView.class, "vsi"),
  BARE_METAL_SERVER(ComputeView.class, "bms"),
  TRUSTED_PROFILE(ProfileView.class, "profile");

  private final Class<? extends View> view;
  private final String shorter;

  Kind(Class<? extends View> view) {
    this(view, "");
  }

  Kind(Class<? extends View> view, String shorter) {
    this.view = view;
    this.shorter = shorter;
  }

  Class<? extends View> view() {
    return view;
  }

  /// The collection in paths and bodies, such as `bare_metal_servers`.
  String collection() {
    return name().toLowerCase(Locale.ROOT) + "s";
  }

  /// As it is typed, such as `bare-metal-server`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// As it may be typed as well, such as `bms`; empty if it has no shorter word.
  public String shorter() {
    return shorter;
  }

  /// The kind that someone calls by this word: singular or plural, with `-` or `_`, or short.
  public static Optional<Kind> of(String word) {
    String given = word.toLowerCase(Locale.ROOT).replace('_', '-');
    if (given.isEmpty() || given.equals("s")) {
      return Optional.empty();
    }
    String one = given.endsWith("s") ? given.substring(0, given.length() - 1) : given;
    for (Kind kind : values()) {
      if (List.of(given, one).contains(kind.shorter) || kind.word().equals(one)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
