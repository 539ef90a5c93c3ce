package posix.sockets.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.swing.text.Segment;
import org.fife.ui.rsyntaxtextarea.SyntaxConstants;
import org.fife.ui.rsyntaxtextarea.Token;
import org.fife.ui.rsyntaxtextarea.TokenMaker;
import org.fife.ui.rsyntaxtextarea.TokenMakerFactory;
import org.fife.ui.rsyntaxtextarea.TokenTypes;

/** A program's text. */
record Source(List<Line> lines) {
  /**
   * A line.
   *
   * @param html the text with its words marked
   * @param code the text without comments, and without what is between quotation marks
   * @param comment what it says if it is nothing but a comment, else null
   */
  record Line(String text, String html, String code, String comment) {
    boolean isBlank() {
      return text.isBlank();
    }
  }

  static Source read(Path file) throws IOException {
    return parse(Files.readAllLines(file), file.toString().endsWith(".c"));
  }

  static Source parse(List<String> texts, boolean c) {
    TokenMaker maker =
        TokenMakerFactory.getDefaultInstance()
            .getTokenMaker(c ? SyntaxConstants.SYNTAX_STYLE_C : SyntaxConstants.SYNTAX_STYLE_JAVA);
    List<Line> lines = new ArrayList<>();
    int state = TokenTypes.NULL;
    for (String text : texts) {
      var segment = new Segment(text.toCharArray(), 0, text.length());
      var html = new StringBuilder();
      var code = new StringBuilder();
      for (Token token = maker.getTokenList(segment, state, 0);
          token != null && token.isPaintable();
          token = token.getNextToken()) {
        String word = token.getLexeme();
        String style = style(token);
        if (style == null && isBeforeParenthesis(text, token) && ManPages.has(word)) {
          style = "f";
        }
        append(html, style, word);
        code.append("c".equals(style) || "s".equals(style) ? "\"\"" : word);
      }
      lines.add(new Line(text, html.toString(), code.toString(), comment(text)));
      state = maker.getLastTokenTypeOnLine(segment, state);
    }
    return new Source(List.copyOf(lines));
  }

  private static boolean isBeforeParenthesis(String text, Token token) {
    int end = token.getEndOffset();
    return end < text.length() && text.charAt(end) == '(';
  }

  private static final Pattern COMMENT = Pattern.compile("\\s*//\\s*(.*?)\\s*");

  private static String comment(String text) {
    Matcher matcher = COMMENT.matcher(text);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /** What it does, in the words of the comment that it begins with. */
  String lead() {
    var words = new ArrayList<String>();
    for (Line line : lines) {
      if (line.comment == null) {
        break;
      }
      words.add(line.comment);
    }
    return String.join(" ", words);
  }

  private static String style(Token token) {
    return switch (token.getType()) {
      case TokenTypes.COMMENT_EOL,
          TokenTypes.COMMENT_MULTILINE,
          TokenTypes.COMMENT_DOCUMENTATION,
          TokenTypes.COMMENT_KEYWORD,
          TokenTypes.COMMENT_MARKUP ->
          "c";
      case TokenTypes.LITERAL_STRING_DOUBLE_QUOTE, TokenTypes.LITERAL_CHAR -> "s";
      case TokenTypes.RESERVED_WORD, TokenTypes.RESERVED_WORD_2, TokenTypes.DATA_TYPE -> "k";
      case TokenTypes.PREPROCESSOR -> "p";
      default -> null;
    };
  }

  private static void append(StringBuilder html, String style, String word) {
    if (style == null) {
      html.append(escape(word));
    } else {
      html.append("<b class=").append(style).append('>').append(escape(word)).append("</b>");
    }
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
