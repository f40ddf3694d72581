package io.sekisho.tag;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The tags of one resource; or all that an account has, used or not.
///
/// @param partOf the id of the resource, with which they go; empty if they are an account's
/// @param user in the order in which they came
/// @param access such as `env:dev`
public record Tags(Identity identity, String partOf, List<String> user, List<String> access)
    implements Resource {
  public Tags {
    user = List.copyOf(user);
    access = List.copyOf(access);
  }

  /// The two types.
  public enum Sort {
    USER,
    ACCESS
  }

  /// None yet.
  ///
  /// @param partOf the id of the resource; empty for all that an account has
  public static Tags none(AccountId account, String partOf) {
    String id = id(partOf.isEmpty() ? account.value() : partOf);
    Crn crn = new Crn("global-search-tagging", "", account, "tags", id);
    return new Tags(
        new Identity(id, crn, id, account, "", Instant.EPOCH), partOf, List.of(), List.of());
  }

  /// The id of the tags of what has an id.
  public static String id(String of) {
    return "tags-" + of;
  }

  public List<String> of(Sort type) {
    return type == Sort.USER ? user : access;
  }

  /// The same with some more of a type.
  public Tags and(Sort type, List<String> more) {
    return with(type, Stream.concat(of(type).stream(), more.stream()).distinct().toList());
  }

  /// The same without some of a type.
  public Tags without(Sort type, List<String> less) {
    return with(type, of(type).stream().filter(it -> !less.contains(it)).toList());
  }

  /// The same with these of a type.
  public Tags with(Sort type, List<String> tags) {
    return type == Sort.USER
        ? new Tags(identity, partOf, tags, access)
        : new Tags(identity, partOf, user, tags);
  }
}
