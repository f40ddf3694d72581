package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.control.Kind;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Store.Label;
import io.sekisho.control.Store.Order;
import io.sekisho.control.Store.Page;
import io.sekisho.control.Store.Query;
import io.sekisho.control.UnknownPage;
import io.sekisho.document.Codec;
import io.sekisho.iam.AccountId;
import io.sekisho.store.Sql.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One account's documents. Every statement here asks for that account's rows: what belongs to
/// another can't be found by any id, name or page.
record SqlDocuments(Reading reading, AccountId account) implements Documents {
  static final String LABEL =
      "kind, id, account, name, parent, description, created_at, modified_at";

  /// What every query here begins with. The kind and the account come first in every index.
  private static final String SELECT =
      "SELECT " + LABEL + ", revision, body FROM resources WHERE account = ? AND kind = ?";

  @Override
  public Optional<Document> get(Kind kind, String id) {
    return reading.read(
        connection ->
            Sql.one(connection, SqlDocuments::document, SELECT + " AND id = ?", account, kind, id));
  }

  @Override
  public Optional<Document> named(Kind kind, String name) {
    String sql = SELECT + " AND name = ? ORDER BY created_at, id LIMIT 1";
    return reading.read(
        connection -> Sql.one(connection, SqlDocuments::document, sql, account, kind, name));
  }

  @Override
  public List<Document> of(Kind kind, String parent) {
    String sql = SELECT + " AND parent = ? ORDER BY created_at, id";
    return reading.read(
        connection -> Sql.all(connection, SqlDocuments::document, sql, account, kind, parent));
  }

  @Override
  public long count(Kind kind) {
    String sql = "SELECT count(*) FROM resources WHERE account = ? AND kind = ?";
    return reading.read(connection -> Sql.number(connection, sql, account, kind));
  }

  @Override
  public Page page(Kind kind, Query query) {
    String column = column(query.order());
    List<Object> values = new ArrayList<>(List.of(account, kind));
    StringBuilder sql = new StringBuilder(SELECT);
    query.name().ifPresent(name -> restrict(sql, values, "name", name));
    query.parent().ifPresent(parent -> restrict(sql, values, "parent", parent));
    if (query.after().isPresent()) {
      Mark mark = Mark.read(query.after().get(), query);
      sql.append(" AND (%s, id) %s (?, ?)".formatted(column, query.descending() ? "<" : ">"));
      values.addAll(List.of(mark.value, mark.id));
    }
    String down = query.descending() ? " DESC" : "";
    // One more than asked for says whether there is a next page. The number is part of the text:
    // planners choose another way for a limit that they do not know.
    sql.append(" ORDER BY %s%s, id%s LIMIT %d".formatted(column, down, down, query.limit() + 1));
    List<Document> found =
        reading.read(
            connection ->
                Sql.all(connection, SqlDocuments::document, sql.toString(), values.toArray()));
    if (found.size() <= query.limit()) {
      return new Page(found, Optional.empty());
    }
    List<Document> page = found.subList(0, query.limit());
    return new Page(page, Optional.of(Mark.of(page.getLast(), query).write(query)));
  }

  private static void restrict(StringBuilder sql, List<Object> values, String column, String to) {
    sql.append(" AND ").append(column).append(" = ?");
    values.add(to);
  }

  private static String column(Order order) {
    return switch (order) {
      case NAME -> "name";
      case DESCRIPTION -> "description";
      case CREATED_AT -> "created_at";
      case MODIFIED_AT -> "modified_at";
    };
  }

  static Document document(ResultSet row) throws SQLException {
    Label label = label(row);
    Object value = new Codec().read(label.kind().type(), row.getString("body"));
    return new Document(label, row.getLong("revision"), value);
  }

  static Label label(ResultSet row) throws SQLException {
    return new Label(
        Kind.valueOf(row.getString("kind")),
        row.getString("id"),
        new AccountId(row.getString("account")),
        row.getString("name"),
        row.getString("parent"),
        row.getString("description"),
        Instant.parse(row.getString("created_at")),
        Instant.parse(row.getString("modified_at")));
  }

  /// Where a page ends: what its last document is sorted by. It says nothing of whose it is, so
  /// that there is nothing in it to forge.
  private record Mark(String value, String id) {
    private static final Pattern FORM = Pattern.compile("(\\w+) (\\d{1,4}) (.*)", Pattern.DOTALL);
    private static final int LONGEST = 4_096;

    static Mark of(Document last, Query query) {
      Label label = last.label();
      String value =
          switch (query.order()) {
            case NAME -> label.name();
            case DESCRIPTION -> label.description();
            case CREATED_AT -> Sql.text(label.createdAt());
            case MODIFIED_AT -> Sql.text(label.modifiedAt());
          };
      return new Mark(value, label.id());
    }

    String write(Query query) {
      String text = order(query) + " " + value.length() + " " + value + id;
      return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /// @throws UnknownPage if it is not what a page in this order said is next
    static Mark read(String token, Query query) {
      Matcher parts = FORM.matcher(decoded(token));
      if (!parts.matches() || !parts.group(1).equals(order(query))) {
        throw new UnknownPage();
      }
      int length = Integer.parseInt(parts.group(2));
      String rest = parts.group(3);
      if (length > rest.length() || rest.indexOf('\0') >= 0) {
        throw new UnknownPage();
      }
      return new Mark(rest.substring(0, length), rest.substring(length));
    }

    private static String order(Query query) {
      return query.order() + (query.descending() ? "_DOWN" : "_UP");
    }

    private static String decoded(String token) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        if (bytes.length <= LONGEST) {
          return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
      } catch (IllegalArgumentException | CharacterCodingException e) {
        // Told like everything else that is none.
      }
      throw new UnknownPage();
    }
  }
}
