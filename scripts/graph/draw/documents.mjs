/** What a witness asks: to the byte what a gateway that requires trusted documents knows. */
export const documents = `# What \`npm run graph -- witness\` asks. A gateway that requires trusted documents takes this file as one of them.
# Token: none.
query FindDraw($wave: Int!) {
  wave(number: $wave) {
    draw {
      attempt
      checkpoint
    }
    drawWitnesses {
      approvedAt
    }
    voidDraws {
      attempt
      checkpoint
    }
  }
}

mutation CosignDraw($wave: Int!, $attempt: Int!, $line: String!) {
  cosignDraw(number: $wave, attempt: $attempt, cosignature: $line) {
    refusal {
      code
      message
    }
  }
}
`;
