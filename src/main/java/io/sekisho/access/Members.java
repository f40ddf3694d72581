package io.sekisho.access;

import io.sekisho.access.Deeds.Deed;
import io.sekisho.audit.Action;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Turn;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.Member;
import io.sekisho.iam.AccessGroup.MemberType;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Cap;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who was put into access groups by hand. Several members or groups in one request are several
/// attempts: each has an outcome of its own.
public final class Members {
  /// IBM's limit of members or groups per request.
  private static final int AT_ONCE = 50;

  private final AccessGroups groups;
  private final Deeds deeds;

  public Members(AccessGroups groups, Deeds deeds) {
    this.groups = groups;
    this.deeds = deeds;
  }

  /// Who is to be put into a group, as sent.
  public record Candidate(String iamId, String type) {}

  /// Puts identities into a group. Who is in it already stays.
  ///
  /// @return what became of each, in their order
  public Outcome<List<Outcome<Member>>> add(
      String group, List<Candidate> candidates, Initiator by) {
    Deed deed = new Deed(Action.MEMBER_ADD, group, by);
    if (candidates.isEmpty() || candidates.size() > AT_ONCE) {
      return deeds.told(deed, tooMany("members"));
    }
    return deeds.told(
        deed,
        groups.change(
            group,
            deed,
            (turn, was) -> {
              List<Outcome<Member>> outcomes = new ArrayList<>();
              AccessGroup now = was;
              for (Candidate candidate : candidates) {
                Outcome<Member> outcome = joined(turn, now, candidate, by);
                if (outcome instanceof Outcome.Granted<Member>(Member member)) {
                  now = with(now, member);
                }
                outcomes.add(outcome);
              }
              if (!now.equals(was)) {
                turn.put(now);
              }
              return Outcome.of(outcomes);
            }));
  }

  /// Puts one identity into several groups.
  ///
  /// @return what became of it in each, in their order
  public Outcome<Map<String, Outcome<Member>>> add(
      AccountId account, Candidate candidate, List<String> wanted, Initiator by) {
    Deed deed = new Deed(Action.MEMBER_ADD, candidate.iamId, by);
    if (wanted.isEmpty() || wanted.size() > AT_ONCE) {
      return deeds.told(deed, tooMany("groups"));
    }
    return deeds.told(
        deed,
        deeds.write(
            deed,
            turn -> {
              Map<String, Outcome<Member>> outcomes = new LinkedHashMap<>();
              for (String id : wanted) {
                outcomes.put(id, joined(turn, account, id, candidate, by));
              }
              return Outcome.of(outcomes);
            }));
  }

  private Outcome<Member> joined(
      Turn turn, AccountId account, String id, Candidate candidate, Initiator by) {
    Optional<AccessGroup> group = find(turn.in(account), id);
    if (group.isEmpty()) {
      return Outcome.refuse(AccessGroups.none(id));
    }
    Outcome<Member> outcome = joined(turn, group.get(), candidate, by);
    if (outcome instanceof Outcome.Granted<Member>(Member member)) {
      AccessGroup now = with(group.get(), member);
      if (!now.equals(group.get())) {
        turn.put(now);
      }
    }
    return outcome;
  }

  /// Takes identities out of a group.
  ///
  /// @return what became of each, in their order
  public Outcome<Map<String, Outcome<String>>> remove(
      String group, List<String> iamIds, Initiator by) {
    Deed deed = new Deed(Action.MEMBER_DELETE, group, by);
    if (iamIds.isEmpty() || iamIds.size() > AT_ONCE) {
      return deeds.told(deed, tooMany("members"));
    }
    return deeds.told(
        deed,
        groups.change(
            group,
            deed,
            (turn, was) -> {
              Map<String, Outcome<String>> outcomes = new LinkedHashMap<>();
              AccessGroup now = was;
              for (String iamId : iamIds) {
                outcomes.put(
                    iamId, has(now, iamId) ? Outcome.of(iamId) : Outcome.refuse(none(iamId)));
                now = without(now, iamId);
              }
              if (!now.equals(was)) {
                turn.put(now);
              }
              return Outcome.of(outcomes);
            }));
  }

  /// Takes an identity out of all groups of an account.
  ///
  /// @return out of which
  public Outcome<List<String>> removeFromAll(AccountId account, String iamId, Initiator by) {
    Deed deed = new Deed(Action.MEMBER_DELETE, iamId, by);
    return deeds.told(
        deed,
        deeds.write(
            deed,
            turn -> {
              List<String> left = new ArrayList<>();
              for (AccessGroup group : AccessGroups.all(turn.in(account))) {
                if (has(group, iamId)) {
                  turn.put(without(group, iamId));
                  left.add(group.id());
                }
              }
              return left.isEmpty() ? Outcome.refuse(none(iamId)) : Outcome.of(left);
            }));
  }

  private Outcome<Member> joined(Turn turn, AccessGroup group, Candidate candidate, Initiator by) {
    Optional<Member> already =
        group.members().stream()
            .filter(member -> member.iamId().equals(candidate.iamId))
            .findFirst();
    if (already.isPresent()) {
      return Outcome.of(already.get());
    }
    Optional<MemberType> type = type(candidate);
    if (type.isEmpty()) {
      return Outcome.refuse(
          Problem.of(
                  Code.INVALID_VALUE,
                  "Give the type of %s: user, service or profile.".formatted(candidate.iamId))
              .field("type", candidate.type));
    }
    Documents documents = turn.in(group.account());
    Optional<Problem> missing = Soundness.missing(documents, candidate.iamId);
    if (missing.isPresent()) {
      return Outcome.refuse(missing.get());
    }
    if (group.members().size() >= Cap.MEMBERS.most()) {
      return Outcome.refuse(Turn.full(Cap.MEMBERS));
    }
    if (memberships(documents, candidate.iamId) >= Cap.GROUPS_OF_MEMBER.most()) {
      return Outcome.refuse(
          Problem.of(
              Code.CONFLICT,
              "%s can't be in more: there are at most %s."
                  .formatted(candidate.iamId, Cap.GROUPS_OF_MEMBER)));
    }
    return Outcome.of(new Member(candidate.iamId, type.get(), deeds.stamp(by)));
  }

  private static long memberships(Documents documents, String iamId) {
    return AccessGroups.all(documents).stream().filter(each -> has(each, iamId)).count();
  }

  private static Optional<AccessGroup> find(Documents documents, String id) {
    return documents.get(Kind.ACCESS_GROUP, id).map(document -> (AccessGroup) document.value());
  }

  /// Whether an identity was put into a group.
  public static boolean has(AccessGroup group, String iamId) {
    return group.members().stream().anyMatch(member -> member.iamId().equals(iamId));
  }

  /// The type, if it goes with the id.
  private static Optional<MemberType> type(Candidate candidate) {
    MemberType fits =
        candidate.iamId.startsWith("iam-Profile-")
            ? MemberType.PROFILE
            : candidate.iamId.startsWith("iam-ServiceId-") ? MemberType.SERVICE : MemberType.USER;
    boolean well = candidate.iamId.matches("[^\\s/]{1,200}");
    return well && fits.name().equalsIgnoreCase(candidate.type)
        ? Optional.of(fits)
        : Optional.empty();
  }

  private static AccessGroup with(AccessGroup group, Member member) {
    if (has(group, member.iamId())) {
      return group;
    }
    List<Member> all = new ArrayList<>(group.members());
    all.add(member);
    return replaced(group, all);
  }

  /// The same group without a member; the same if it is none.
  static AccessGroup without(AccessGroup group, String iamId) {
    return has(group, iamId)
        ? replaced(
            group, group.members().stream().filter(each -> !each.iamId().equals(iamId)).toList())
        : group;
  }

  private static AccessGroup replaced(AccessGroup group, List<Member> members) {
    return new AccessGroup(
        group.id(),
        group.account(),
        group.name(),
        group.description(),
        members,
        group.rules(),
        group.stamps());
  }

  private static <T> Outcome<T> tooMany(String field) {
    return Outcome.refuse(
        Problem.of(Code.INVALID_VALUE, "Give 1 to " + AT_ONCE + " " + field + ".").field(field));
  }

  private static Problem none(String iamId) {
    return Problem.of(Code.NOT_FOUND, iamId + " is no member that was added by hand.")
        .parameter("iam_id");
  }
}
